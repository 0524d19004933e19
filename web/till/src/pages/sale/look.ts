/** What was typed or scanned, understood: goods, members, a coupon, a quantity. */

import type { Recognised } from "../../basket/basket.ts";
import { ask, offlineSince } from "../../desk/line.ts";
import { goodOf, goodsLike, type Good } from "../../desk/shelf.ts";

export interface Found {
  text: string;
  goods: Good[];
  members: Recognised[];
  /** One whole code fits one thing: it may be taken without asking. */
  exact: boolean;
}

export const COUPON = /^[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}$/i;
const PHONE = /^(\+?\d[\d\s-]{8,16}\d)$/;
const CARD_CODE = /^LKM/i;
const SURE = new Set(["phone", "card", "id", "name_and_four"]);
const CODE = /^\d{6,}$/;
const LIMIT = 8;

/** A quantity with nothing after it yet. */
export const QUANTITY = /^\s*\d{1,4}\s*[*×xX＊]\s*$/;

/** Split a quantity off: `3*tea` is three of tea. */
export function quantityIn(text: string): { units: number; rest: string } {
  const found = /^(\d{1,4})\s*[*×xX＊]\s*(.*)$/s.exec(text.normalize("NFKC").trim());
  const units = Number(found?.[1] ?? 1);
  return found && units > 0 ? { units, rest: found[2] ?? "" } : { units: 1, rest: text.trim() };
}

/** Return whether a text can only name a person. */
export function namesPerson(text: string): boolean {
  return CARD_CODE.test(text) || /^1\d{10}$/.test(text) || (text.startsWith("+") && PHONE.test(text));
}

function local(text: string): Found {
  return { text, goods: goodsLike(text, LIMIT), members: [], exact: false };
}

/** Find what a text means; what is kept on this device answers without asking. */
export async function look(text: string, store_id: string): Promise<Found> {
  const kept = goodOf(text);
  if (kept) return { text, goods: [kept], members: [], exact: true };
  if (offlineSince.value !== null) return local(text);
  const [goods, members] = await Promise.all([
    namesPerson(text) ? [] : goodsNamed(text, store_id),
    ask("POST /till/members/lookups", { body: { text } }),
  ]);
  const [good] = goods;
  if (good && goods.length === 1 && (good.sku === text || CODE.test(text))) {
    return { text, goods, members: [], exact: true };
  }
  const sure = members.length === 1 && goods.length === 0 && SURE.has(members[0]?.by ?? "");
  return { text, goods, members, exact: sure };
}

async function goodsNamed(text: string, store_id: string): Promise<Good[]> {
  const items = await ask("GET /v1/items", { query: { text, store_id, limit: LIMIT } });
  return items.map((item) => ({ ...item, barcode: null }));
}
