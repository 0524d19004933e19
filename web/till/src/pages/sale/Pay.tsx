import { Money } from "@liuke/kit/figures.tsx";
import { money } from "@liuke/kit/formats.ts";
import type { Problem } from "@liuke/kit/problem.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import type { Basket } from "../../basket/basket.ts";
import { earnedOf, hintsOf, savedOf } from "../../basket/told.ts";
import type { Quoted } from "../../basket/useQuote.ts";
import { useNames, usePoints } from "../../desk/counter.tsx";
import { PointsPay } from "./PointsPay.tsx";
import { saleWords } from "./sale.words.ts";
import { useHint } from "./useHint.ts";
import { LAID, STRANGE } from "../../basket/here.ts";

const LONG = 11;

interface Given {
  basket: Basket;
  quoted: Quoted;
  onSpend: (spend: Record<string, number>) => void;
  onWhy: () => void;
  onCharge: () => void;
  /** A charge under way, and why it was refused where no dialogue says so. */
  charging: { busy: boolean; problem: Problem | null };
}

/** What is paid: the amount stands still, everything that made it around it. */
export function Pay({ basket, quoted, onSpend, onWhy, onCharge, charging }: Given) {
  const say = useWords(saleWords);
  const hintOf = useHint();
  const { currency } = usePlace();
  const { decision, stale, provisional, unknown, problem } = quoted;
  const due = decision.payable_minor ?? 0;
  const amount = money(due, currency);
  const ready = basket.lines.length > 0 && !stale;
  const hints = provisional || stale ? [] : hintsOf(decision, basket.picked);
  return (
    <section className="till-pay" aria-label={say.pay}>
      <div className={stale ? "till-stale" : undefined}>
        <Sums quoted={quoted} />
        <p className="till-due">
          <span>{say.pay}</span>
          <strong className={amount.length > LONG ? "lk-num till-long" : "lk-num"} data-due={due}>{amount}</strong>
        </p>
      </div>
      <p className="lk-hidden" aria-live="polite">
        {ready ? say.said(amount, money(savedOf(decision), currency)) : ""}
      </p>
      <Button type="primary" block className="till-charge" disabled={!ready} loading={charging.busy} onClick={onCharge}>
        <kbd>F9</kbd> {stale && !problem ? say.quoting : say.charge(amount)}
      </Button>
      {provisional && <Provisional unknown={unknown} />}
      <Refused of={charging.problem} onRetry={onCharge} />
      <Refused of={problem} onRetry={quoted.again} />
      {!provisional && <PointsPay basket={basket} quoted={quoted} onSpend={onSpend} />}
      {!provisional && <Earned basket={basket} quoted={quoted} onWhy={onWhy} />}
      {hints.length > 0 && (
        <ul className="till-hints">
          {hints.map((missed) => (
            <li key={`${missed.rule} ${missed.why} ${missed.coupon ?? ""}`}>{hintOf(missed)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Refused({ of, onRetry }: { of: Problem | null; onRetry: () => void }) {
  return of && <ProblemNote of={of} onRetry={onRetry} />;
}

/** How sure a price is that this device made: by its rules, or but for some only the server can judge. */
function Provisional({ unknown }: { unknown: readonly string[] }) {
  const say = useWords(saleWords);
  const nameOf = useNames();
  const unsure = unknown.filter((code) => code !== LAID).map((code) => (code === STRANGE ? say.strange : nameOf(code)));
  return (
    <>
      {unknown.includes(LAID) && <p className="till-warn">{say.laid}</p>}
      {unsure.length === 0 ? <p className="lk-2">{say.provisional}</p> : <p className="till-warn">{say.notSure(unsure.join(say.between))}</p>}
    </>
  );
}

function Sums({ quoted: { decision } }: { quoted: Quoted }) {
  const say = useWords(saleWords);
  const points = usePoints();
  return (
    <dl className="till-sums">
      <dt>{say.list}</dt>
      <dd>
        <Money minor={decision.gross_minor ?? 0} />
      </dd>
      <dt>{say.saved}</dt>
      <dd>
        <Money minor={-savedOf(decision)} />
      </dd>
      {(decision.spends ?? []).map((spend) => (
        <div key={spend.book} className="till-sums-row">
          <dt>{say.byPoints(points.named(spend.book, spend.points))}</dt>
          <dd>
            <Money minor={-spend.worth_minor} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Earned({ basket, quoted, onWhy }: Pick<Given, "basket" | "quoted" | "onWhy">) {
  const say = useWords(saleWords);
  const nameOf = useNames();
  const points = usePoints();
  if (basket.lines.length === 0) return null;
  const earned = earnedOf(quoted.decision);
  return (
    <div className={quoted.stale ? "till-earns till-stale" : "till-earns"}>
      <span>{basket.member === null ? say.earnsNone : say.earns}</span>
      {earned.map((award) => (
        <span key={award.book} className="lk-num">
          {nameOf(award.book)} +{points.plain(award.book, award.points)}
        </span>
      ))}
      <Button type="link" onClick={onWhy} disabled={quoted.stale}>
        {say.why}
      </Button>
    </div>
  );
}
