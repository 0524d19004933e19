/** The ways on from a refused upload: each says what it changes, none drops the sale. */

import type { Tender } from "../../basket/sale.ts";
import type { Waiting } from "../../desk/queue.ts";

export interface Way {
  kind: "less" | "more" | "asGuest" | "asOfNow" | "noCoupons" | "again";
  due: number;
  paid: number;
  changes: Partial<Pick<Waiting, "sale" | "whom">>;
}

/** Return tenders of what is due: less is taken off the last ones, more the shop makes up. */
function tendersOf(tenders: readonly Tender[], due: number): Tender[] {
  const kept: Tender[] = [];
  let left = due;
  for (const tender of tenders) {
    const amount_minor = Math.min(tender.amount_minor, left);
    if (amount_minor > 0) kept.push({ ...tender, amount_minor });
    left -= amount_minor;
  }
  return left > 0 ? [...kept, { kind: "shop", amount_minor: left }] : kept;
}

/** Return what may be done about a sale that was refused. */
export function ways(one: Waiting): Way[] {
  const { sale, paid_minor: paid } = one;
  const plain = { due: paid, paid };
  const code = one.why?.["code"];
  const found: Way[] = [];
  const due = one.why?.["due_minor"];
  if (code === "payment_mismatch" && typeof due === "number") {
    const changes = { sale: { ...sale, tenders: tendersOf(sale.tenders ?? [], due) } };
    found.push({ kind: due < paid ? "less" : "more", due, paid, changes });
  }
  // Without a time of its own a sale is of the instant at which the server takes it.
  const { placed_at: _, ...untimed } = sale;
  if (code === "placed_at_wrong") found.push({ kind: "asOfNow", ...plain, changes: { sale: untimed } });
  if (code === "till_nobody") found.push({ kind: "asGuest", ...plain, changes: { whom: "" } });
  if ((sale.coupons ?? []).length > 0 || Object.keys(sale.spend ?? {}).length > 0) {
    found.push({ kind: "noCoupons", ...plain, changes: { sale: { ...sale, coupons: [], spend: {} } } });
  }
  found.push({ kind: "again", ...plain, changes: {} });
  return found;
}
