import type { Answer } from "@liuke/kit/call.ts";
import type { Problem } from "@liuke/kit/problem.ts";
import { money } from "@liuke/kit/formats.ts";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useNavigate } from "react-router";
import { chargeWords, kindIn } from "../sale/charge.words.ts";
import { returnsWords } from "./returns.words.ts";

type Returned = Answer<"POST /till/orders/{order_id}/returns">;

interface Given {
  count: number;
  foreseen: { data: Returned | undefined; error: Problem | null; isPlaceholderData: boolean };
  done: Returned | null;
  refused: Problem | null;
  busy: boolean;
  ready: boolean;
  onTake: () => void;
}

/** What a return gives back and undoes: shown before it is made, and as it was made. */
export function ComesBack(given: Given) {
  const say = useWords(returnsWords);
  return (
    <section className="till-card" aria-label={say.comesBack} aria-live="polite">
      {given.done ? <Done of={given.done} /> : <Foreseen {...given} />}
    </section>
  );
}

function Done({ of }: { of: Returned }) {
  const say = useWords(returnsWords);
  const navigate = useNavigate();
  const { currency } = usePlace();
  return (
    <>
      <h2>{say.done(money(of.refund_minor, currency))}</h2>
      <p className="lk-2">{say.doneHint}</p>
      <Consequences of={of} />
      <div className="till-acts">
        <Button onClick={() => void navigate("/returns")}>{say.another}</Button>
        <Button type="primary" autoFocus onClick={() => void navigate("/sale")}>
          {say.toSale}
        </Button>
      </div>
    </>
  );
}

function Foreseen({ count, foreseen, refused, busy, ready, onTake }: Given) {
  const say = useWords(returnsWords);
  const { currency } = usePlace();
  const shown = count > 0 ? foreseen.data : undefined;
  const act = ready && shown ? say.act(money(shown.refund_minor, currency), count) : say.actNone;
  return (
    <>
      <h2>{say.comesBack}</h2>
      {count === 0 && <p className="lk-2">{say.nothing}</p>}
      {count > 0 && <Answered foreseen={foreseen} />}
      {refused && <ProblemNote of={refused} onRetry={onTake} />}
      <Button type="primary" block className="till-take" disabled={!ready} loading={busy} onClick={onTake}>
        <kbd>F9</kbd> {act}
      </Button>
    </>
  );
}

function Answered({ foreseen }: Pick<Given, "foreseen">) {
  if (foreseen.error) return <ProblemNote of={foreseen.error} />;
  if (foreseen.data === undefined) return <Waiting rows={3} />;
  return (
    <div className={foreseen.isPlaceholderData ? "till-stale" : undefined}>
      <Consequences of={foreseen.data} />
    </div>
  );
}

function Consequences({ of }: { of: Returned }) {
  const say = useWords(returnsWords);
  const kinds = useWords(chargeWords);
  const language = useLanguage();
  const { currency } = usePlace();
  return (
    <ul className="till-consequences">
      {of.refunds.map((refund) => (
        <li key={`${refund.kind} ${refund.reference}`}>
          <span>
            {say.refund} · {kindIn(kinds, refund.kind)}
          </span>
          <strong className="lk-num">{money(refund.amount_minor, currency)}</strong>
        </li>
      ))}
      {of.undone.map((one) => (
        <li key={`${one.what} ${one.subject}`}>
          <span className={one.what === "tier.level" ? "till-falls" : undefined}>{language === "en" ? one.text : one.text_zh}</span>
        </li>
      ))}
      {of.undone.length === 0 && <li className="lk-2">{say.moneyOnly}</li>}
    </ul>
  );
}
