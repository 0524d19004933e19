/** The live quote of a basket: asked 40 ms after a change, the old one kept until the new is there. */

import type { Answer } from "@liuke/kit/call.ts";
import { Problem, problemOf } from "@liuke/kit/problem.ts";
import { useEffect, useMemo, useRef, useState } from "react";
import { useCell } from "../desk/cell.ts";
import { ask, offlineSince } from "../desk/line.ts";
import { useMinute } from "../desk/minute.ts";
import { shelf } from "../desk/shelf.ts";
import type { Basket } from "./basket.ts";
import { pricedHere } from "./here.ts";
import { couponsOf, saleOf, type Counter } from "./sale.ts";

export type Quote = Answer<"POST /till/quotes">;
export type Decision = Quote["decision"];
const PAUSE_MS = 40;

export interface Quoted {
  decision: Decision;
  standing: Quote["standing"];
  /** The basket changed since: amounts are shown grey. */
  stale: boolean;
  /** Priced by this device, from the rules it keeps; the server decides at the upload. */
  provisional: boolean;
  /** Rules that may change this price and only the server can judge: the price may change. */
  unknown: string[];
  problem: Problem | null;
  again: () => void;
}

interface Answered {
  asked: string;
  quote: Quote | null;
  problem: Problem | null;
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
  const kept = useCell(shelf);
  const now = useMinute();
  const here = useMemo(() => pricedHere(basket, counter.store, kept, now), [basket, counter.store, kept, now]);
  if (empty || offline || answered.quote === null) {
    const problem = empty || offline || answered.asked !== asked ? null : answered.problem;
    return { ...here, standing: null, stale: !empty && !offline, provisional: offline, problem, again };
  }
  const fresh = answered.asked === asked;
  const problem = fresh ? answered.problem : null;
  return { ...answered.quote, stale: !fresh || problem !== null, provisional: false, unknown: [], problem, again };
}
