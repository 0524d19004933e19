/** What was typed to join, kept while this tab lives: reading the code elsewhere may unload the page. Never the code. */

import type { Answer } from "@liuke/kit/call.ts";

export type Sent = Answer<"POST /v1/m/codes">;

interface Typed {
  phone: string;
  /** Until when the code that was sent may be used, and when another may be asked for. */
  sent: Sent | null;
}

const KEY = "liuke.join";
const NOTHING: Typed = { phone: "", sent: null };

/** Return what was typed before; a code that has ended was not sent. */
export function typedBefore(): Typed {
  const kept = sessionStorage.getItem(KEY);
  const typed = kept === null ? NOTHING : { ...NOTHING, ...(JSON.parse(kept) as Partial<Typed>) };
  return typed.sent && Date.parse(typed.sent.ends_at) > Date.now() ? typed : { ...typed, sent: null };
}

/** Keep more of what was typed. */
export function keepTyped(more: Partial<Typed>): void {
  sessionStorage.setItem(KEY, JSON.stringify({ ...typedBefore(), ...more }));
}

/** Forget all of it: whoever typed it has come in. */
export function forgetTyped(): void {
  sessionStorage.removeItem(KEY);
}
