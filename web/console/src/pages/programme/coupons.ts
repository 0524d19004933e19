/** The kinds of coupons, how each begins, and what one kind hands to another. */

import type { CouponTemplate } from "./document.ts";

export type Worth = CouponTemplate["effect"];
export type CouponKind = Worth["kind"];
export type WorthOf<K extends CouponKind> = Extract<Worth, { kind: K }>;

const FRESH: { [K in CouponKind]: WorthOf<K> } = {
  cash: { kind: "cash", amount_minor: 1000 },
  percent: { kind: "percent", off_bp: 1000 },
  free_item: { kind: "free_item", item: {} },
  buy_x_get_y: { kind: "buy_x_get_y", buy: 1 },
  upgrade: { kind: "upgrade" },
  free_shipping: { kind: "free_shipping" },
  times_card: { kind: "times_card", uses: 5, item: {} },
};

const FIELDS: Record<CouponKind, readonly string[]> = {
  cash: ["amount_minor"],
  percent: ["off_bp", "cap_minor"],
  free_item: ["item", "quantity"],
  buy_x_get_y: ["buy", "get", "off_bp", "reward", "pick", "times_max"],
  upgrade: ["relation", "surcharge_minor", "quantity"],
  free_shipping: ["cap_minor"],
  times_card: ["uses", "item"],
};

export const COUPON_KINDS = Object.keys(FRESH) as CouponKind[];

/** Return what a coupon is worth as another kind: what both kinds have is carried over. */
export function asKind(worth: Worth, kind: CouponKind): Worth {
  const kept = Object.entries(worth).filter(([name]) => FIELDS[worth.kind].includes(name) && FIELDS[kind].includes(name));
  return { ...FRESH[kind], ...Object.fromEntries(kept) } as Worth;
}
