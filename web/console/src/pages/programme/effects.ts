/** The kinds of effects a rule may have, and how each begins. */

import type { Doc, Effect, Path } from "./document.ts";

type Kind = Effect["kind"];

/** What the form of an effect is given. */
export interface Form<E> {
  path: Path;
  effect: E;
}

/** What promotions give, from the common to the rare. */
export const PROMOTION_KINDS: readonly Kind[] = [
  "percent_off", "amount_off", "threshold_off", "fixed_price", "buy_get", "bundle", "gift", "units_off",
  "price_list", "shipping_off", "multiply", "issue_coupon", "give_tag", "give_badge", "grant_right", "only_for",
];

export const EARNING_KINDS: readonly Kind[] = ["earn", "multiply", "issue_coupon", "give_tag", "give_badge", "grant_right"];

export const PAYING_KINDS: readonly Kind[] = ["pay_with_points"];

/** Return the first book that may pay at the till, or the first. */
export function payingBook(doc: Doc): string {
  return (doc.books?.find((book) => book.payable) ?? doc.books?.[0])?.code ?? "points";
}

/** Return an effect of a kind as it begins, with what the document has to give. */
export function freshEffect(kind: Kind, doc: Doc): Effect {
  const book = doc.books?.[0]?.code ?? "points";
  const fresh: { [K in Kind]: Effect } = {
    percent_off: { kind: "percent_off", off_bp: 1000 },
    amount_off: { kind: "amount_off", off_minor: 1000 },
    fixed_price: { kind: "fixed_price", price_minor: 1000 },
    price_list: { kind: "price_list", prices: {} },
    units_off: { kind: "units_off", units: 1 },
    threshold_off: { kind: "threshold_off", steps: [{ at: 10_000, off_minor: 1000 }] },
    buy_get: { kind: "buy_get", buy: 1 },
    bundle: { kind: "bundle", parts: [{ scope: {}, units: 1 }, { scope: {}, units: 1 }], price_minor: 10_000 },
    gift: { kind: "gift", products: [] },
    shipping_off: { kind: "shipping_off" },
    pay_with_points: { kind: "pay_with_points", book: payingBook(doc), points: 100, worth_minor: 100, step_points: 100 },
    earn: { kind: "earn", book, points: 1, per_minor: 100 },
    multiply: { kind: "multiply", book, factor_bp: 20_000 },
    issue_coupon: { kind: "issue_coupon", template: doc.coupons?.[0]?.code ?? "" },
    give_tag: { kind: "give_tag", tag: "" },
    give_badge: { kind: "give_badge", badge: "" },
    grant_right: { kind: "grant_right", right: "" },
    only_for: { kind: "only_for" },
  };
  return fresh[kind];
}
