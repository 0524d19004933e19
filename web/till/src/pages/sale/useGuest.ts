/** Keep the window that faces the guest up to date. */

import { useMe } from "@liuke/kit/me.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEffect } from "react";
import { grossOf, type Basket } from "../../basket/basket.ts";
import { savedOf, savingsOf } from "../../basket/told.ts";
import type { Quoted } from "../../basket/useQuote.ts";
import { useCell } from "../../desk/cell.ts";
import { justPaid, tellGuest, thankGuest } from "../../desk/guest.ts";
import type { Slip } from "../../slip/slip.ts";
import { slipWords } from "../../slip/slip.words.ts";

/** Tell the guest's window the basket, its savings and what is due, or what was just paid. */
export function useGuest(basket: Basket, quoted: Quoted, slip: Slip | null): void {
  const say = useWords(slipWords);
  const { merchant } = useMe();
  const { currency } = usePlace();
  const { decision, stale } = quoted;
  const paid = useCell(justPaid);
  useEffect(() => (slip === null ? undefined : thankGuest(slip)), [slip]);
  useEffect(() => {
    const lines = basket.lines.map((line, at) => ({
      name: line.name,
      count: line.weighed ? say.grams(line.grams) : line.units > 1 ? say.units(line.units) : "",
      gross_minor: grossOf(line),
      saved_minor: stale ? 0 : savingsOf(decision, at).reduce((sum, saving) => sum + saving.minor, 0),
    }));
    return tellGuest({
      shop: merchant?.name ?? "",
      currency,
      lines,
      saved_minor: stale ? 0 : savedOf(decision),
      due_minor: decision.payable_minor ?? 0,
      stale,
      // Whoever comes next is on the window at once, whatever receipt still lies open.
      paid: lines.length === 0 ? paid : null,
    });
  }, [basket, decision, stale, paid, say, merchant, currency]);
}
