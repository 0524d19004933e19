/** The shop's stores, all of them, however many pages they take. */

import { useQuery } from "@tanstack/react-query";
import { call, type Answer } from "./call.ts";

export type Store = Answer<"GET /v1/stores">["items"][number];
const PAGE = 200;
const FRESH_MS = 300_000;

async function everyStore(signal: AbortSignal): Promise<Store[]> {
  const found: Store[] = [];
  for (let after: string | null | undefined; ; ) {
    const page = await call("GET /v1/stores", { query: after ? { limit: PAGE, after } : { limit: PAGE }, signal });
    found.push(...page.items);
    if (!(after = page.after)) return found;
  }
}

/** Ask for every store, in the order of their codes; `enabled: false` waits. */
export function useEveryStore({ enabled = true } = {}) {
  return useQuery({
    queryKey: ["GET /v1/stores", "every"],
    queryFn: ({ signal }) => everyStore(signal),
    staleTime: FRESH_MS,
    enabled,
  });
}
