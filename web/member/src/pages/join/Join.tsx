import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer, Given } from "@liuke/kit/call.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Field } from "../../parts/Field.tsx";
import { LanguageSwitch } from "../../parts/Page.tsx";
import { OfflineNote } from "../../shell/OfflineNote.tsx";
import { Charter } from "./Charter.tsx";
import { CodeField, SendCode } from "./CodeField.tsx";
import "./join.css";
import { joinWords } from "./join.words.ts";
import { shopNamed } from "./shop.ts";
import { forgetTyped, keepTyped, typedBefore } from "./typed.ts";
import { useCode } from "./useCode.ts";

export type ShopAnswer = Answer<"GET /v1/m/shop">;

/** Return a page of ours to go to, never another site's. */
function nextOf(given: string | null): string {
  return given?.startsWith("/") && !given.startsWith("//") ? given : "/";
}

/** Sign in by phone and code; who is not a member yet reads the charter and joins. */
export default function Join() {
  const say = useWords(joinWords);
  const [query] = useSearchParams();
  const shop = useAsk("GET /v1/m/shop", { query: shopNamed() } as Given<"GET /v1/m/shop">, { staleTime: 60_000 });
  const name = shop.data?.name;
  return (
    <main className="join m-page">
      <title>{name ? say.title(name) : say.joinTitle}</title>
      <OfflineNote />
      <header className="m-head">
        <h1>{name ? say.title(name) : " "}</h1>
        <LanguageSwitch />
      </header>
      {query.has("erased") && <output className="m-note">{say.gone}</output>}
      {query.has("left") && <output className="m-note">{say.left}</output>}
      {shop.error ? <ProblemNote of={shop.error} onRetry={() => void shop.refetch()} /> : <Steps shop={shop.data} />}
      <details className="lk-2">
        <summary>{say.why}</summary>
        <p>{say.whyText}</p>
      </details>
    </main>
  );
}

function Steps({ shop }: { shop: ShopAnswer | undefined }) {
  const say = useWords(joinWords);
  const [query] = useSearchParams();
  const go = useNavigate();
  const client = useQueryClient();
  const [before] = useState(typedBefore);
  const [phone, setPhone] = useState(before.phone);
  const [digits, setDigits] = useState("");
  const [faulty, setFaulty] = useState(false);
  const code = useCode(before.sent, (to, sent) => keepTyped({ phone: to, sent }));
  const enter = useAct("POST /v1/m/sessions", {
    onDone: ({ joined }) => {
      forgetTyped();
      client.clear();
      void go(joined ? "/?joined=1" : nextOf(query.get("next")), { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setFaulty(digits.length !== 6);
    if (digits.length === 6) enter.mutate({ body: { phone, code: digits, join: null, ...shopNamed() } });
  };

  const type = (typed: string) => {
    setPhone(typed);
    keepTyped({ phone: typed });
  };
  const [asks, setAsks] = useState(false);
  const other = () => {
    code.forget();
    keepTyped({ sent: null });
    enter.reset();
    setAsks(false);
    setDigits("");
    setFaulty(false);
  };
  if (enter.error?.code === "join_needed" && !asks) setAsks(true);
  if (asks && shop) {
    const join = (said: Parameters<typeof joining>[3]) => enter.mutate(joining(phone, digits, shop, said));
    return (
      <Charter
        shop={shop} phone={phone} busy={enter.isPending} onJoin={join} onOther={other}
        error={enter.error?.code === "join_needed" ? null : enter.error}
      />
    );
  }
  if (!code.sent) return <Phone phone={phone} onChange={type} code={code} />;
  return (
    <form className="m-form" onSubmit={submit}>
      <p className="lk-num">{phone}</p>
      <CodeField
        code={code} phone={phone} value={digits} onChange={setDigits}
        fault={faulty && digits.length !== 6 ? say.needCode : undefined}
      />
      {enter.error && enter.error.code !== "join_needed" && <ProblemNote of={enter.error} />}
      <button type="submit" className="m-button" disabled={enter.isPending}>
        {enter.isPending ? say.entering : say.enter}
      </button>
      <button type="button" className="m-quiet" onClick={other}>
        {say.other}
      </button>
    </form>
  );
}

function Phone(props: { phone: string; onChange: (phone: string) => void; code: ReturnType<typeof useCode> }) {
  const { phone, onChange, code } = props;
  const say = useWords(joinWords);
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (phone && code.share === null && code.wait === 0) void code.send(phone);
  };
  return (
    <form className="m-form" onSubmit={submit}>
      <p>{say.lead}</p>
      <Field
        label={say.phone} value={phone} onChange={(text) => onChange(text.normalize("NFKC").trim())}
        type="tel" inputMode="tel" autoComplete="tel" hint={say.phoneHint}
        fault={tried && !phone ? say.needPhone : undefined}
      />
      {code.error && <ProblemNote of={code.error} />}
      {phone ? (
        <SendCode code={code} phone={phone} />
      ) : (
        <button type="submit" className="m-button">
          {say.send}
        </button>
      )}
    </form>
  );
}

interface Said {
  name: string;
  accepted: boolean;
  agreements: { purpose: string; channel: string; notice: string; version: number }[];
  language: string;
}

function joining(phone: string, code: string, shop: ShopAnswer, said: Said): Given<"POST /v1/m/sessions"> {
  const charter = Math.max(0, ...shop.texts.filter((text) => text.code === "charter").map((text) => text.version));
  const profile = { language: said.language };
  const join = { charter: said.accepted ? charter : 0, name: said.name, agreements: said.agreements, profile };
  return { body: { phone, code, join, ...shopNamed() } };
}
