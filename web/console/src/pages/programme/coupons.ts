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
  upgrade: ["surcharge_minor", "quantity"],
  free_shipping: ["cap_minor"],
  times_card: ["uses", "item"],
};

export type Got = NonNullable<CouponTemplate["got"]>;
export const GOTS: readonly Got[] = ["granted", "claimed", "public_code"];

/** Return a coupon that is got another way: what belongs to the old way alone is left behind. */
export function asGot(coupon: CouponTemplate, got: Got): CouponTemplate {
  const { got: _got, public_code, claim_days, claim_from_on, claim_until_on, ...rest } = coupon;
  if (got === "granted") return { ...rest, ...(claim_days ? { claim_days } : {}) };
  const dates = { ...(claim_from_on ? { claim_from_on } : {}), ...(claim_until_on ? { claim_until_on } : {}) };
  return { ...rest, got, ...dates, ...(got === "public_code" && public_code ? { public_code } : {}) };
}

export type Validity = CouponTemplate["validity"];
export type ValidKind = Validity["kind"];

const VALID: { [K in ValidKind]: Extract<Validity, { kind: K }> } = {
  days_after: { kind: "days_after", days: 30 },
  dates: { kind: "dates" },
  birthday_month: { kind: "birthday_month" },
  card_year: { kind: "card_year" },
};

export const VALIDITIES = Object.keys(VALID) as ValidKind[];

/** Return the terms of another kind as they begin; those of the same kind stay. */
export function asValid(validity: Validity | undefined, kind: ValidKind): Validity {
  return validity?.kind === kind ? validity : VALID[kind];
}

export const COUPON_KINDS = Object.keys(FRESH) as CouponKind[];

/** Return what a coupon is worth as another kind: what both kinds have is carried over. */
export function asKind(worth: Worth, kind: CouponKind): Worth {
  const kept = Object.entries(worth).filter(([name]) => FIELDS[worth.kind].includes(name) && FIELDS[kind].includes(name));
  return { ...FRESH[kind], ...Object.fromEntries(kept) } as Worth;
}
