/** Charge a basket once: under one number and one key, however often it is sent. */

import { problemOf, type Problem } from "@liuke/kit/problem.ts";
import { useState } from "react";
import type { Basket } from "../../basket/basket.ts";
import { saleOf, type Counter, type Tender } from "../../basket/sale.ts";
import { clear } from "../../basket/store.ts";
import type { Quoted } from "../../basket/useQuote.ts";
import { ask, offlineSince } from "../../desk/line.ts";
import { keepSale } from "../../desk/queue.ts";
import { slipOf, type Slip } from "../../slip/slip.ts";

interface Charging {
  busy: boolean;
  problem: Problem | null;
  charge: (tenders: Tender[], change: number) => Promise<Slip | null>;
  forget: () => void;
}

/** Return how to charge what lies on the counter; null comes back when it was refused. */
export function useCharge(basket: Basket, quoted: Quoted, counter: Counter & { place: { name: string } }): Charging {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const charge = async (tenders: Tender[], change: number) => {
    setBusy(true);
    setProblem(null);
    // Priced here, nothing that lay on the table was taken off: it is paid for, and stays the member's.
    const coupons = quoted.provisional ? [] : (quoted.decision.coupons ?? []).map((coupon) => coupon.coupon);
    const priced = quoted.provisional ? { ...basket, spend: {} } : basket;
    const sold = { ...saleOf(priced, counter, coupons), tenders };
    const told = { basket, quoted, tenders, change, store: counter.place.name };
    try {
      const receipt = offlineSince.value === null
        ? await ask("POST /till/orders", { body: sold, key: basket.key })
        : null;
      if (receipt === null) await keepSale(sold, basket.whom);
      clear();
      return slipOf({ ...told, receipt });
    } catch (thrown) {
      const refused = problemOf(thrown);
      if (refused.code !== "offline") {
        setProblem(refused);
        quoted.again();
        return null;
      }
      // The answer was lost, the sale perhaps not: kept under its number, it is noted once.
      await keepSale(sold, basket.whom);
      clear();
      return slipOf({ ...told, receipt: null });
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, charge, forget: () => setProblem(null) };
}
