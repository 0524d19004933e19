import { useWords } from "@liuke/kit/scheme.tsx";
import { useEffect, useState } from "react";
import type { Sale, Tender } from "../../basket/sale.ts";
import { earnedOf } from "../../basket/told.ts";
import type { Decision } from "../../basket/useQuote.ts";
import { useNames, usePoints } from "../../desk/counter.tsx";
import { ask } from "../../desk/line.ts";
import { saleWords } from "./sale.words.ts";

const PAUSE_MS = 40;

interface Given {
  sale: Sale;
  /** What the basket earns if all of it is paid in money that earns. */
  decision: Decision;
  parts: Tender[];
  /** What is left, in the kind that is chosen. */
  rest: Tender;
}

/** Ask what a sale earns paid so; null until it is known. */
function useDecided(sale: Sale, tenders: Tender[]): Decision | null {
  const asked = JSON.stringify({ ...sale, tenders });
  const [answered, setAnswered] = useState<{ asked: string; decision: Decision } | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const wait = setTimeout(() => {
      ask("POST /till/quotes", { body: JSON.parse(asked) as Sale, signal: stop.signal }).then(
        ({ decision }) => setAnswered({ asked, decision }),
        () => setAnswered(null), // the charge itself says what is wrong
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [asked]);
  return answered?.asked === asked ? answered.decision : null;
}

/** What a member's sale earns, paid as it is about to be: stored value may earn nothing. */
export function WillEarn({ sale, decision, parts, rest }: Given) {
  const say = useWords(saleWords);
  const nameOf = useNames();
  const points = usePoints();
  const decided = useDecided(sale, rest.amount_minor > 0 ? [...parts, rest] : parts);
  const given = new Map(earnedOf(decided ?? decision).map((award) => [award.book, award.points]));
  return (
    <p className={decided ? "lk-2" : "lk-2 till-stale"} aria-live="polite">
      {say.earns}
      {earnedOf(decision).map(({ book }) => (
        <span key={book} className="lk-num">
          {" "}{nameOf(book)} +{points.plain(book, given.get(book) ?? 0)}
        </span>
      ))}
    </p>
  );
}
