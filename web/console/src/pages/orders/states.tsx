/** The state of an order, and kinds of payment, in words. */

import { Mark, type MarkTone } from "@liuke/kit/desk/Mark.tsx";
import type { Answer } from "@liuke/kit/call.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { orderWords } from "./orders.words.ts";

export type OrderState = Answer<"GET /till/orders/{order_id}">["order"]["state"];

const WORDS = {
  paid: "paidState",
  shipped: "shipped",
  received: "received",
  cancelled: "cancelled",
} as const satisfies Record<OrderState, keyof typeof orderWords.zh>;
const TONES: Record<OrderState, MarkTone> = {
  paid: "good",
  shipped: "waits",
  received: "good",
  cancelled: "plain",
};

export const STATES = Object.keys(WORDS) as OrderState[];

/** In the address: orders that figures of sales count, whatever has become of them but "called off". */
export const SOLD = "sold";

/** Tell whether a text of the address is a state of orders. */
export function isState(text: string): text is OrderState {
  return text in WORDS;
}

/** Return how to name a state. */
export function useStateWord(): (state: OrderState) => string {
  const say = useWords(orderWords);
  return (state) => say[WORDS[state]];
}

/** Show the state of an order. */
export function OrderMark({ state }: { state: OrderState }) {
  const word = useStateWord();
  return <Mark tone={TONES[state]}>{word(state)}</Mark>;
}

/** Return how to name a kind of payment; the shop's own kinds stand as they are. */
export function useTenderWord(): (kind: string) => string {
  const say = useWords(orderWords);
  return (kind) => {
    const known = ["cash", "card", "wechat", "alipay", "external", "wallet"] as const;
    const found = known.find((one) => one === kind);
    return found ? say[found] : kind;
  };
}

/** Return how to name a channel. */
export function useChannelWord(): (channel: string) => string {
  const say = useWords(orderWords);
  const known: Record<string, string> = { store: say.walkIn, till: say.walkIn, web: say.web, app: say.app };
  return (channel) => known[channel] ?? (channel || "—");
}
