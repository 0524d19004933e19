/** The live quote of a basket: asked 40 ms after a change, the old one kept until the new is there. */

import type { Answer } from "@liuke/kit/call.ts";
import { Problem, problemOf } from "@liuke/kit/problem.ts";
import { useEffect, useMemo, useRef, useState } from "react";
import { useCell } from "../desk/cell.ts";
import { ask, offlineSince } from "../desk/line.ts";
import { grossOf, type Basket } from "./basket.ts";
import { couponsOf, saleOf, type Counter } from "./sale.ts";

export type Quote = Answer<"POST /till/quotes">;
export type Decision = Quote["decision"];
const PAUSE_MS = 40;

export interface Quoted {
  decision: Decision;
  standing: Quote["standing"];
  /** The basket changed since: amounts are shown grey. */
  stale: boolean;
  /** Priced by what this device keeps, not by the rules. */
  provisional: boolean;
  problem: Problem | null;
  again: () => void;
}

interface Answered {
  asked: string;
  quote: Quote | null;
  problem: Problem | null;
}

/** Price a basket by the catalogue alone: what can be known without a connection. */
export function atList(basket: Basket): Decision {
  const lines = basket.lines.map((line) => ({ gross_minor: grossOf(line), due_minor: grossOf(line) }));
  const sum = lines.reduce((total, line) => total + line.gross_minor, 0);
  return { lines, gross_minor: sum, payable_minor: sum };
}

/** Quote the basket on the counter as it changes. */
export function useQuote(basket: Basket, counter: Counter): Quoted {
  const offline = useCell(offlineSince) !== null;
  const [answered, setAnswered] = useState<Answered>({ asked: "", quote: null, problem: null });
  const [times, setTimes] = useState(0);
  const first = useRef(true);
  const sale = useMemo(() => saleOf(basket, counter, couponsOf(basket)), [basket, counter]);
  const asked = useMemo(() => JSON.stringify([sale, times]), [sale, times]);
  const empty = basket.lines.length === 0;

  useEffect(() => {
    if (empty || offline) return;
    const stop = new AbortController();
    const since = performance.now();
    const wait = setTimeout(
      () => {
        ask("POST /till/quotes", { body: sale, signal: stop.signal }).then(
          (quote) => {
            setAnswered({ asked, quote, problem: null });
            requestAnimationFrame(() => performance.measure("till.quote", { start: since }));
          },
          (thrown: unknown) => {
            if (!stop.signal.aborted) setAnswered((old) => ({ ...old, asked, problem: problemOf(thrown) }));
          },
        );
      },
      first.current ? 0 : PAUSE_MS,
    );
    first.current = false;
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [asked, sale, empty, offline]);

  const again = () => setTimes((n) => n + 1);
  const list = useMemo(() => atList(basket), [basket]);
  if (empty || offline || answered.quote === null) {
    const problem = empty || offline || answered.asked !== asked ? null : answered.problem;
    return { decision: list, standing: null, stale: !empty && !offline, provisional: offline, problem, again };
  }
  const fresh = answered.asked === asked;
  const problem = fresh ? answered.problem : null;
  return { ...answered.quote, stale: !fresh || problem !== null, provisional: false, problem, again };
}
