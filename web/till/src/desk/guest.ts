/** What the window that faces the guest shows: told by the counter, on this device only. */

import type { Slip } from "../slip/slip.ts";
import { Stored } from "./stored.ts";

export interface GuestLine {
  name: string;
  /** How many, or how heavy, in words. */
  count: string;
  gross_minor: number;
  saved_minor: number;
}
/** The sale as a guest may see it: no name, no phone, no balance. */
export interface GuestSale {
  shop: string;
  currency: string;
  lines: GuestLine[];
  saved_minor: number;
  due_minor: number;
  /** The amount is still being worked out. */
  stale: boolean;
  /** What was just paid, and the change; null while the sale goes on. */
  paid: Paid | null;
}
interface Paid {
  paid_minor: number;
  change_minor: number;
}
type Word = { tell: GuestSale } | { ask: true };

const NAME = "liuke-till-guest";

/** Open the window, or bring it to the front. */
export function openGuest(): void {
  globalThis.open("/till/app/guest", "liuke-guest", "popup,width=1024,height=768");
}

/** Tell the guest's window what there is now, and again whenever it asks; returns how to stop. */
export function tellGuest(sale: GuestSale): () => void {
  const channel = new BroadcastChannel(NAME);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
  const tell = () => channel.postMessage({ tell: sale } satisfies Word);
  channel.addEventListener("message", (said: MessageEvent<Word>) => {
    if ("ask" in said.data) tell();
  });
  tell();
  return () => channel.close();
}

/** Hear what the counter tells; returns how to stop. */
export function hearCounter(onSale: (sale: GuestSale) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", (said: MessageEvent<Word>) => {
    if ("tell" in said.data) onSale(said.data.tell);
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- as above
  channel.postMessage({ ask: true } satisfies Word);
  return () => channel.close();
}

/** What was just paid here, for as long as its receipt lies open: every tab tells the guest the same. */
export const justPaid = new Stored<Paid | null>("liuke.till.paid", () => null);

/** Thank the guest for a sale that was just made; returns how to stop. */
export function thankGuest(slip: Slip): () => void {
  if (slip.again) return () => undefined;
  justPaid.set({ paid_minor: slip.decision.payable_minor ?? 0, change_minor: slip.change_minor });
  const over = () => justPaid.set(null);
  addEventListener("pagehide", over);
  return () => {
    removeEventListener("pagehide", over);
    over();
  };
}
