/** What a decision says, line by line and rule by rule, in amounts and names. */

import type { Decision } from "./useQuote.ts";

export interface Saving {
  rule: string;
  coupon: string;
  minor: number;
}
export type Missed = NonNullable<Decision["missed"]>[number];

/** Return what each rule took off one line. */
export function savingsOf(decision: Decision, line: number): Saving[] {
  const found: Saving[] = [];
  for (const effect of decision.effects ?? []) {
    const minor = (effect.shares ?? [])
      .filter((share) => (share.line ?? 0) === line)
      .reduce((sum, share) => sum + (share.after ?? 0) - (share.before ?? 0), 0);
    if (minor !== 0) found.push({ rule: effect.rule, coupon: effect.coupon ?? "", minor });
  }
  return found;
}

/** Return what is off the list price in all, without what points pay. */
export function savedOf(decision: Decision): number {
  return (decision.cut_minor ?? 0) + (decision.discount_minor ?? 0) + (decision.shipping_off_minor ?? 0);
}

const NEAR = new Set(["short_amount", "short_units"]);

/** Return what is nearly reached, the nearest first, then why coupons chosen by hand do not apply. */
export function hintsOf(decision: Decision, picked: readonly string[] | null): Missed[] {
  const missed = decision.missed ?? [];
  const near = missed.filter((one) => NEAR.has(one.why));
  const chosen = missed.filter((one) => !NEAR.has(one.why) && picked?.includes(one.coupon ?? ""));
  const once = new Map([...near.toSorted((a, b) => (a.missing ?? 0) - (b.missing ?? 0)), ...chosen].map(
    (one) => [`${one.rule} ${one.why}`, one] as const,
  ));
  return [...once.values()].slice(0, 3);
}

/** Return the points a basket earns, by book. */
export function earnedOf(decision: Decision): { book: string; points: number }[] {
  return (decision.awards ?? []).filter((award) => award.points > 0);
}
