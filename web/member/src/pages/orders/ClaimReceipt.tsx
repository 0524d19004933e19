import { useAct } from "@liuke/kit/ask.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useState, type FormEvent } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Field } from "../../parts/Field.tsx";
import { Page } from "../../parts/Page.tsx";
import { orderWords } from "./orders.words.ts";

/** Make a receipt one's own by its code; a link from the receipt may carry it. */
export default function ClaimReceipt() {
  const say = useWords(orderWords);
  const [query] = useSearchParams();
  const [code, setCode] = useState(query.get("code") ?? "");
  const [tried, setTried] = useState(false);
  const go = useNavigate();
  const claim = useAct("POST /v1/m/receipts/claims", {
    refresh: ["GET /v1/m/home", "GET /v1/m/orders", "GET /v1/m/points"],
    onDone: (order) => void go(`/orders/${order}`, { replace: true }),
  });
  const fit = /^[0-9A-Za-z-]{8,40}$/.test(code);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fit) claim.mutate({ body: { code: code.toUpperCase() } });
  };
  return (
    <Page title={say.claim} back="/orders">
      <form className="m-form" onSubmit={submit}>
        <p>{say.claimLead}</p>
        <Field
          label={say.code} value={code} onChange={(text) => setCode(text.normalize("NFKC").replace(/\s/g, ""))}
          hint={say.codeHint} fault={tried && !fit ? say.needCode : undefined} maxLength={40}
          autoComplete="off" autoCapitalize="characters" spellCheck={false}
        />
        {claim.error && <ProblemNote of={claim.error} />}
        <button type="submit" className="m-button" disabled={claim.isPending}>
          {claim.isPending ? say.claiming : say.claimAct}
        </button>
      </form>
    </Page>
  );
}
