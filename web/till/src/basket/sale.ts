/** A basket as the server is asked about it. */

import type { Given } from "@liuke/kit/call.ts";
import type { Basket } from "./basket.ts";

export type Sale = Given<"POST /till/orders">["body"];
export type Tender = NonNullable<Sale["tenders"]>[number];

export interface Counter {
  store: string;
  source: string;
  staff: string;
}

/** Return the basket as a sale of this counter. */
export function saleOf(basket: Basket, counter: Counter, coupons: readonly string[]): Sale {
  return {
    items: basket.lines.map((line) => ({
      sku: line.sku,
      ...(line.weighed ? { grams: line.grams } : { units: line.units }),
    })),
    ...(basket.member ? { member_id: basket.member.id } : {}),
    source: counter.source,
    external_id: basket.number,
    store: counter.store,
    staff: counter.staff,
    coupons: [...coupons],
    codes: basket.codes,
    spend: basket.spend,
  };
}

/** Return the coupons to be quoted: those picked, or all the member has, for the best of them. */
export function couponsOf(basket: Basket): string[] {
  return basket.picked ?? (basket.member?.coupons ?? []).map((coupon) => coupon.id);
}
