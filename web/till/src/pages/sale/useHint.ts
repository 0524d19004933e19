/** Say why a rule or coupon did not apply, and what would be needed, in words. */

import { moneyInWords } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { Missed } from "../../basket/told.ts";
import { useNames } from "../../desk/counter.tsx";
import { saleWords } from "./sale.words.ts";

/** Return the reason alone: it stands beside the rule's name. */
export function useReason(): (missed: Missed) => string {
  const say = useWords(saleWords);
  const nameOf = useNames();
  const language = useLanguage();
  return (missed) => {
    const other = missed.other ? nameOf(missed.other) : say.other;
    if (missed.why === "beaten") return say.beaten(other);
    if (missed.why === "excluded") return say.excluded(other);
    const text = language === "en" ? missed.text : missed.text_zh;
    return text.replace(/[。.]$/, "");
  };
}

/** Return the sentence that stands under the amount. */
export function useHint(): (missed: Missed) => string {
  const say = useWords(saleWords);
  const nameOf = useNames();
  const reasonOf = useReason();
  const language = useLanguage();
  const { currency } = usePlace();
  return (missed) => {
    const name = nameOf(missed.rule);
    const missing = missed.missing ?? 0;
    if (missed.why === "short_amount") return say.nearAmount(moneyInWords(missing, currency, language), name);
    if (missed.why === "short_units") return say.nearUnits(missing, name);
    return say.notUsed(name, reasonOf(missed));
  };
}
