import { useAct } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { save } from "@liuke/kit/save.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import { Page } from "../../parts/Page.tsx";
import { useMeasured } from "../../parts/useAmount.ts";
import { useToday } from "@liuke/kit/today.ts";
import { useHome } from "../../shell/home.tsx";
import { CodeField, SendCode } from "../join/CodeField.tsx";
import { useCode } from "../join/useCode.ts";
import { privacyWords } from "./privacy.words.ts";

/** Take all data along, or have it erased for good. */
export default function Privacy() {
  const say = useWords(privacyWords);
  return (
    <Page title={say.title} back="/me">
      <Download />
      <Erase />
    </Page>
  );
}

/** Save everything that is held, as the server told it. */
function saveAll(name: string, content: Answer<"POST /v1/m/exports">) {
  save(name, new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
}

function Download() {
  const say = useWords(privacyWords);
  const name = `liuke-${useToday()}.json`;
  const all = useAct("POST /v1/m/exports", { onDone: (content) => saveAll(name, content) });
  return (
    <section className="m-card">
      <h2>{say.download}</h2>
      <p className="lk-2">{say.downloadWhy}</p>
      {all.error && <ProblemNote of={all.error} />}
      <button type="button" className="m-button m-plain" disabled={all.isPending} onClick={() => all.mutate({})}>
        {all.isPending ? say.downloading : say.download}
      </button>
      <output>{all.isSuccess && say.downloaded(name)}</output>
    </section>
  );
}

function Erase() {
  const say = useWords(privacyWords);
  const [begun, begin] = useState(false);
  return (
    <section className="m-card">
      <h2>{say.erase}</h2>
      <p className="lk-2">{say.eraseWhy}</p>
      <Losing />
      {begun ? (
        <Confirm onKeep={() => begin(false)} />
      ) : (
        <button type="button" className="m-button m-danger" onClick={() => begin(true)}>
          {say.begin}
        </button>
      )}
    </section>
  );
}

function Losing() {
  const say = useWords(privacyWords);
  const write = useMeasured();
  const language = useLanguage();
  const { points, coupons } = useHome();
  const had = points.map(({ balance, unit }) => write(balance.spendable, unit));
  const all = [...had, say.lostCoupons(coupons.usable, count(coupons.usable))];
  return <p>{say.losing(all.join(language === "en" ? ", " : "、"))}</p>;
}

function Confirm({ onKeep }: { onKeep: () => void }) {
  const say = useWords(privacyWords);
  const { me } = useHome();
  const client = useQueryClient();
  const go = useNavigate();
  const code = useCode();
  const [digits, setDigits] = useState("");
  const [tried, setTried] = useState(false);
  const erase = useAct("POST /v1/m/erasures", {
    onDone: () => {
      void go("/join?erased=1", { replace: true });
      client.clear();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (digits.length === 6) erase.mutate({ body: { phone: me.phone, code: digits } });
  };
  return (
    <form className="m-form" onSubmit={submit}>
      <p>{say.codeTo(me.phone)}</p>
      {code.sent ? (
        <>
          <CodeField
            code={code} phone={me.phone} value={digits} onChange={setDigits}
            fault={tried && digits.length !== 6 ? say.needCode : undefined}
          />
          {erase.error && <ProblemNote of={erase.error} />}
          <button type="submit" className="m-button m-danger" disabled={erase.isPending}>
            {erase.isPending ? say.erasing : say.final}
          </button>
        </>
      ) : (
        <>
          {code.error && <ProblemNote of={code.error} />}
          <SendCode code={code} phone={me.phone} plain />
        </>
      )}
      <button type="button" className="m-quiet" onClick={onKeep}>
        {say.keep}
      </button>
    </form>
  );
}
