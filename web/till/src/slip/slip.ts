/** What a receipt says, whether it was just sold, waits for its upload, or is printed again. */

import type { Answer } from "@liuke/kit/call.ts";
import { grossOf, type Basket } from "../basket/basket.ts";
import type { Tender } from "../basket/sale.ts";
import { savingsOf, type Saving } from "../basket/told.ts";
import type { Decision, Quoted } from "../basket/useQuote.ts";
import type { Kept } from "../desk/shelf.ts";

export type OrderPage = Answer<"GET /till/orders/{order_id}">;
export type Receipt = Answer<"POST /till/orders">;

export interface SlipLine {
  name: string;
  units: number;
  grams: number;
  gross_minor: number;
  savings: Saving[];
}
export interface Slip {
  number: string;
  orderId: string;
  store: string;
  at: string;
  guest: boolean;
  member: string;
  lines: SlipLine[];
  decision: Decision;
  tenders: Tender[];
  change_minor: number;
  before: Record<string, number> | null;
  after: Record<string, number> | null;
  claim: string;
  provisional: boolean;
  again: boolean;
}

/** Return the receipt of a sale that was just made. */
export function slipOf(sold: {
  basket: Basket;
  quoted: Quoted;
  receipt: Receipt | null;
  tenders: Tender[];
  change: number;
  store: string;
}): Slip {
  const { basket, quoted, receipt } = sold;
  const decision = receipt?.decision ?? quoted.decision;
  const made = receipt ?? { id: "", placed_at: new Date().toISOString(), standing: null, claim_code: null };
  return {
    number: basket.number,
    orderId: made.id,
    store: sold.store,
    at: made.placed_at,
    guest: basket.member === null && basket.whom === "",
    member: basket.member?.name ?? basket.whom,
    lines: basket.lines.map((line, at) => ({
      name: line.name,
      units: line.units,
      grams: line.grams,
      gross_minor: grossOf(line),
      savings: savingsOf(decision, at),
    })),
    decision,
    tenders: sold.tenders,
    change_minor: sold.change,
    before: quoted.standing?.points ?? null,
    after: made.standing?.points ?? null,
    claim: made.claim_code ?? "",
    provisional: receipt === null,
    again: false,
  };
}

/** Return the receipt of an order, to be printed again; a guest's with its code while it may be claimed. */
export function slipAgain(page: OrderPage, kept: Kept, member: string, claim: string): Slip {
  const { order } = page;
  return {
    number: order.external_id,
    orderId: order.id,
    store: order.store,
    at: order.placed_at,
    guest: order.guest,
    member,
    lines: page.lines.map((line) => ({
      name: kept.goods.get(line.sku)?.name ?? line.sku,
      units: line.units,
      grams: line.grams,
      gross_minor: line.gross_minor,
      savings: savingsOf(order.decision, line.line),
    })),
    decision: order.decision,
    tenders: page.payments.map(({ kind, amount_minor, reference }) => ({ kind, amount_minor, reference })),
    change_minor: 0,
    before: null,
    after: null,
    claim,
    provisional: false,
    again: true,
  };
}
