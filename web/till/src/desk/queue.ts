/** Sales made without a connection: kept on disk, uploaded in order, each once, none dropped. */

import type { Answer } from "@liuke/kit/call.ts";
import { problemOf } from "@liuke/kit/problem.ts";
import type { Sale } from "../basket/sale.ts";
import { Cell } from "./cell.ts";
import { allOf, drop, put } from "./kept.ts";
import { ask } from "./line.ts";

const TOGETHER = 50;

export interface Waiting {
  number: string;
  at: string;
  sale: Sale;
  /** A phone or card said off-line; who it is gets looked up at the upload. */
  whom: string;
  paid_minor: number;
  state: "waiting" | "uploaded" | "refused";
  order_id: string;
  /** Why the server did not take it: the problem's own body. */
  why: Record<string, unknown> | null;
}

export const queue = new Cell<Waiting[]>([]);
export const uploading = new Cell(false);

/** Show the sales kept before. */
export async function openQueue(): Promise<void> {
  const kept = await allOf<Waiting>("queue");
  queue.set(kept.toSorted((a, b) => a.at.localeCompare(b.at)));
}

/** Keep a sale; it is on disk when this resolves. */
export async function keepSale(sale: Sale, whom: string): Promise<Waiting> {
  const at = new Date().toISOString();
  const paid = (sale.tenders ?? []).reduce((sum, tender) => sum + tender.amount_minor, 0);
  const kept: Waiting = {
    number: sale.external_id ?? "",
    at,
    sale: { ...sale, placed_at: at },
    whom,
    paid_minor: paid,
    state: "waiting",
    order_id: "",
    why: null,
  };
  await put("queue", [kept]);
  queue.set([...queue.value, kept]);
  return kept;
}

async function change(one: Waiting, changes: Partial<Waiting>): Promise<void> {
  const changed = { ...one, ...changes };
  await put("queue", [changed]);
  queue.set(queue.value.map((kept) => (kept.number === one.number ? changed : kept)));
}

/** Change a refused sale as somebody decided, and let it be uploaded again. */
export async function mend(one: Waiting, changes: Partial<Pick<Waiting, "sale" | "whom">>): Promise<void> {
  await change(one, { ...changes, state: "waiting", why: null });
  await upload();
}

/** Forget a sale that was uploaded. */
export async function forget(one: Waiting): Promise<void> {
  if (one.state !== "uploaded") return;
  await drop("queue", one.number);
  queue.set(queue.value.filter((kept) => kept.number !== one.number));
}

/** Upload what waits, oldest first; stops without a connection and goes on when asked again. */
export async function upload(): Promise<void> {
  if (uploading.value) return;
  uploading.set(true);
  try {
    await navigator.locks.request("liuke-till-upload", uploadAll);
  } finally {
    uploading.set(false);
  }
}

async function uploadAll(): Promise<void> {
  await openQueue();
  for (;;) {
    const batch = queue.value.filter((one) => one.state === "waiting").slice(0, TOGETHER);
    if (batch.length === 0) return;
    for (const one of batch) if (one.whom) await recognise(one);
    const ready = queue.value.filter((one) => one.state === "waiting" && !one.whom).slice(0, TOGETHER);
    if (ready.length > 0 && !(await send(ready))) return;
  }
}

async function recognise(one: Waiting): Promise<void> {
  const found = await ask("POST /till/members/lookups", { body: { text: one.whom } });
  const sure = found.filter((member) => ["phone", "card", "id"].includes(member.by));
  const [member] = sure;
  if (member && sure.length === 1) {
    await change(one, { sale: { ...one.sale, member_id: member.id }, whom: "" });
  } else await change(one, { state: "refused", why: { code: "till_nobody" } });
}

/** Send sales together; returns whether it makes sense to go on now. */
async function send(ready: Waiting[]): Promise<boolean> {
  try {
    const receipts = await ask("POST /till/backlogs", { body: { sales: ready.map((one) => one.sale) } });
    await settle(ready, receipts);
    return true;
  } catch (thrown) {
    const problem = problemOf(thrown);
    const each = problem.field<Record<string, Record<string, unknown>>>("problems");
    if (each) {
      for (const [place, why] of Object.entries(each)) await refuse(ready[Number(place)], why);
      return true;
    }
    const place = /^sales\[(\d+)\]/.exec(problem.field<string>("field") ?? "");
    const named = place ? ready[Number(place[1])] : ready.length === 1 ? ready[0] : undefined;
    if (!named || problem.status === 0 || problem.status >= 429 || problem.status === 401) return false;
    await refuse(named, { ...problem.body });
    return true;
  }
}

async function settle(sent: Waiting[], receipts: Answer<"POST /till/backlogs">): Promise<void> {
  for (const [at, one] of sent.entries()) {
    await change(one, { state: "uploaded", order_id: receipts[at]?.id ?? "", why: null });
  }
}

/** A sale whose first answer was lost is there already: under our number and for our amount. */
async function refuse(one: Waiting | undefined, why: Record<string, unknown>): Promise<void> {
  if (!one) return;
  const order_id = why["code"] === "sale_changed" ? why["order_id"] : null;
  if (typeof order_id === "string") {
    const { order } = await ask("GET /till/orders/{order_id}", { path: { order_id } });
    if (order.external_id === one.number && order.payable_minor === one.paid_minor) {
      return change(one, { state: "uploaded", order_id, why: null });
    }
  }
  await change(one, { state: "refused", why });
}

/** Return the queue as a file: the last resort when nothing else gets it off this device. */
export function asFile(): Blob {
  return new Blob([JSON.stringify(queue.value, null, 2)], { type: "application/json" });
}
