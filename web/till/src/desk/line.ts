/** Whether there is a connection: what calls found out, asked again until it is back. */

import { call, type Answer, type Given, type Route } from "@liuke/kit/call.ts";
import { Offline, problemOf } from "@liuke/kit/problem.ts";
import { Cell } from "./cell.ts";

const AGAIN_MS = 3_000;
const SINCE = "liuke.till.offline_since";

/** Null on-line; else since when there has been no connection. */
export const offlineSince = new Cell<string | null>(localStorage.getItem(SINCE));

function lost(): void {
  if (offlineSince.value !== null) return;
  const now = new Date().toISOString();
  localStorage.setItem(SINCE, now);
  offlineSince.set(now);
}

function found(): void {
  localStorage.removeItem(SINCE);
  offlineSince.set(null);
}

async function listen(): Promise<void> {
  try {
    const answer = await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(AGAIN_MS) });
    if (answer.ok) found();
    else lost();
  } catch {
    lost();
  }
}

/** Follow the connection for as long as the page is open. */
export function followLine(): void {
  addEventListener("offline", lost);
  addEventListener("online", () => void listen());
  setInterval(() => {
    if (offlineSince.value !== null) void listen();
  }, AGAIN_MS);
  if (!navigator.onLine) lost();
  else if (offlineSince.value !== null) void listen();
}

/** Call a route, and learn from it whether there is a connection and somebody signed in. */
export async function ask<R extends Route>(route: R, given: Given<R>): Promise<Answer<R>> {
  try {
    const answer = await call(route, given);
    if (offlineSince.value !== null) found();
    return answer;
  } catch (thrown) {
    if (thrown instanceof Offline) lost();
    if (problemOf(thrown).status === 401) toSignIn();
    throw thrown;
  }
}

/** End this sign-in, so that somebody else may sell here. */
export async function signOut(): Promise<void> {
  await call("DELETE /v1/sessions/current", {});
  toSignIn();
}

/** Go and sign in; the basket and the queue stay on this device. */
export function toSignIn(): void {
  location.assign("/console/sign-in?next=%2Ftill%2Fapp%2Fsale");
}
