/** What codes of the catalogue stand for: whatever is asked for in one turn shares a request. */

import { call, type Answer } from "@liuke/kit/call.ts";

export type Called = Answer<"POST /v1/products/lookups">[number];
type Kind = Called["kind"];

interface Wish {
  kind: Kind;
  code: string;
  give: (found: Called | undefined) => void;
  fail: (thrown: unknown) => void;
}

/** The server names so many of a kind at once. */
const BATCH = 200;
/** No code of the catalogue is longer. */
const LONGEST = 64;

let wishes: Wish[] = [];

async function fulfil(batch: readonly Wish[]): Promise<void> {
  const of = (kind: Kind) => [...new Set(batch.flatMap((one) => (one.kind === kind ? [one.code] : [])))];
  try {
    const body = { products: of("product"), skus: of("sku"), tags: of("tag") };
    const found = await call("POST /v1/products/lookups", { body });
    const named = new Map(found.map((one) => [`${one.kind} ${one.code}`, one]));
    batch.forEach((one) => one.give(named.get(`${one.kind} ${one.code}`)));
  } catch (thrown) {
    batch.forEach((one) => one.fail(thrown));
  }
}

function send(): void {
  const asked = wishes;
  wishes = [];
  for (let at = 0; at < asked.length; at += BATCH) void fulfil(asked.slice(at, at + BATCH));
}

/** Return what a code stands for; undefined where the catalogue has no such code. */
export function called(kind: Kind, code: string): Promise<Called | undefined> {
  if (code.length > LONGEST || code.includes("\0")) return Promise.resolve(undefined);
  return new Promise((give, fail) => {
    if (wishes.length === 0) setTimeout(send);
    wishes.push({ kind, code, give, fail });
  });
}
