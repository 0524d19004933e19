/** A basket: what is sold, to whom, with what on the table; every change makes a new one. */

import type { Answer } from "@liuke/kit/call.ts";
import type { Good } from "../desk/shelf.ts";

export type Recognised = Answer<"POST /till/members/lookups">[number];

export interface Line {
  id: number;
  sku: string;
  name: string;
  units: number;
  grams: number;
  weighed: boolean;
  price_minor: number;
}

export interface Basket {
  /** The receipt number: the sale's name for ever, however often it is sent. */
  number: string;
  /** The idempotency key of its charge. */
  key: string;
  lines: Line[];
  member: Recognised | null;
  /** A phone or card said while there was no connection; looked up when it is back. */
  whom: string;
  /** Coupons chosen by hand; null lets the best combination be used. */
  picked: string[] | null;
  codes: string[];
  spend: Record<string, number>;
}

const SEQUENCE = "liuke.till.sequence";

/** Return the next receipt number of this device: `1122-0007-k3`. */
function nextNumber(): string {
  const at = Number(localStorage.getItem(SEQUENCE) ?? 0) + 1;
  localStorage.setItem(SEQUENCE, String(at));
  const now = new Date();
  const day = `${String(now.getMonth() + 1).padStart(2, "0")}${String(now.getDate()).padStart(2, "0")}`;
  return `${day}-${String(at).padStart(4, "0")}-${crypto.randomUUID().slice(0, 2)}`;
}

/** Return an empty basket under a number of its own. */
export function newBasket(): Basket {
  return {
    number: nextNumber(),
    key: crypto.randomUUID(),
    lines: [],
    member: null,
    whom: "",
    picked: null,
    codes: [],
    spend: {},
  };
}

/** Add units of a good: to the line it has, or as a new line; weighed goods stand alone. */
export function withGood(basket: Basket, good: Good, units: number, grams = 0): Basket {
  const same = good.weighed ? undefined : basket.lines.find((line) => line.sku === good.sku);
  if (same) return withUnits(basket, same.id, same.units + units);
  const id = Math.max(0, ...basket.lines.map((line) => line.id)) + 1;
  const { sku, name, weighed } = good;
  const line = { id, sku, name, weighed, units: weighed ? 1 : units, grams, price_minor: good.price_minor ?? 0 };
  return { ...basket, lines: [...basket.lines, line] };
}

/** Set how many units a line has; none removes it. */
export function withUnits(basket: Basket, id: number, units: number): Basket {
  const lines = basket.lines
    .map((line) => (line.id === id && !line.weighed ? { ...line, units } : line))
    .filter((line) => line.units > 0);
  return { ...basket, lines };
}

/** Remove a line. */
export function without(basket: Basket, id: number): Basket {
  return { ...basket, lines: basket.lines.filter((line) => line.id !== id) };
}

/** Put a removed line back where it stood; its goods may have come again meanwhile. */
export function withLine(basket: Basket, line: Line, at: number): Basket {
  const same = line.weighed ? undefined : basket.lines.find((one) => one.sku === line.sku);
  if (same) return withUnits(basket, same.id, same.units + line.units);
  const id = Math.max(0, ...basket.lines.map((one) => one.id)) + 1;
  return { ...basket, lines: basket.lines.toSpliced(at, 0, { ...line, id }) };
}

/** Say who buys; what lay on the table was another member's. */
export function forMember(basket: Basket, member: Recognised | null): Basket {
  return { ...basket, member, whom: "", picked: null, spend: {} };
}

/** Return a line's price at list. */
export function grossOf(line: Line): number {
  return line.weighed ? Math.round((line.price_minor * line.grams) / 1000) : line.price_minor * line.units;
}

/** Return whether there is anything in a basket to lose. */
export function isEmpty(basket: Basket): boolean {
  return basket.lines.length === 0 && basket.member === null && basket.whom === "";
}
