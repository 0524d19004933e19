/** A save on its way: this tab keeps it until it is answered, so that neither a lost answer nor leaving loses it. */

import type { Doc } from "./document.ts";

export interface Sent {
  /** The draft it is saved over, and the revision it was made on; without an id it makes a draft. */
  id: string | null;
  revision: number;
  document: Doc;
  /** Sent again under this key, it counts once. */
  key: string;
}

const PLACE = "liuke.programme.sent";

/** Keep what was sent, or nothing once it is answered. */
export function keepSent(sent: Sent | null): void {
  if (sent === null) sessionStorage.removeItem(PLACE);
  else sessionStorage.setItem(PLACE, JSON.stringify(sent));
}

/** Return what was sent over this revision of a draft before the page was left, and never answered. */
export function sentBefore(first: Doc, id: string | null, revision: number): Sent | null {
  const sent = JSON.parse(sessionStorage.getItem(PLACE) ?? "null") as Sent | null;
  const isOurs = sent?.document.code === first.code && sent.id === id && sent.revision === revision;
  return isOurs ? sent : null;
}
