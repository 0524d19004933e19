/** Every page of the three surfaces, with ids that exist in the shop at hand. */

import assert from "node:assert/strict";
import type { APIRequestContext, BrowserContext } from "playwright-core";
import { SHOP } from "./browser.ts";

export interface Stop {
  name: string;
  path: string;
}

export const TILL_PAGES: Stop[] = ["sale", "returns", "sales", "day", "queue", "device", "guest"].map((path) => ({
  name: `till-${path}`,
  path: `/till/app/${path}`,
}));

export const MEMBER_PAGES: Stop[] = [
  "", "card", "points", "tiers/stars", "coupons", "gifts", "orders", "receipt", "me", "profile", "family", "consents",
  "privacy",
].map((path) => ({ name: `member-${path.split("/")[0] || "home"}`, path: `/m/${path}` })); // prettier-ignore

/** Let the tills of a context sell for the first store, so that their pages show more than the choice of one. */
export async function atFirstStore(context: BrowserContext): Promise<void> {
  const answer = await context.request.get("/v1/stores?limit=1");
  const [store] = ((await answer.json()) as { items: { id: string; code: string; name: string }[] }).items;
  await context.addInitScript((kept) => {
    localStorage.setItem("liuke.till.store", kept);
  }, JSON.stringify(store));
}

async function first<T>(api: APIRequestContext, path: string, data: unknown): Promise<T> {
  const answer = await api.post(path, {
    headers: { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": crypto.randomUUID() },
    data,
  });
  assert.ok(answer.ok(), `${path} ${answer.status()} ${await answer.text()}`);
  const { items } = (await answer.json()) as { items: T[] };
  const [found] = items;
  assert.ok(found, `${path} lists nothing`);
  return found;
}

/** Have a segment that asks something of every kind; made once. */
async function segment(api: APIRequestContext): Promise<void> {
  const did = { kind: "did", event: "order", agg: "sum", field: "net_minor", op: ">=", value: 10_000, window: { kind: "calendar", unit: "year" } };
  const tree = { kind: "all", of: [did, { kind: "not", of: { kind: "any", of: [{ kind: "fact", name: "orders.last_days", op: "<=", value: 3 }, { kind: "bucket", salt: "walk", from: 0, to: 500 }] } }] };
  await api.post("/v1/segments", {
    headers: { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": "walked" },
    data: { code: "walked", name: "Walked", name_zh: "走查", tree },
  });
}

/** Return the pages of console and till; the context is signed in as the owner. */
export async function staffPages(api: APIRequestContext): Promise<Stop[]> {
  const order = await first<{ id: string; member_id: string }>(api, "/till/sales/searches", {
    asked: {},
    limit: 1,
  });
  await segment(api);
  const plain = [
    "", "approvals", "members", "segments", "segments/walked", "orders", "catalogue", "stores", "programme", "programme/templates",
    "coupons", "reports", "reports/sales", "reports/cohorts", "reports/tier_flow", "models", "staff", "keys", "imports", "jobs", "audit", "outbox", "system", "account", "help", "help/operate",
  ]; // prettier-ignore
  return [
    ...plain.map((path) => ({ name: `console-${path.replaceAll("/", "-") || "home"}`, path: `/console/${path}` })),
    { name: "console-models-settings", path: "/console/models?tab=settings" },
    { name: "console-policy", path: "/console/staff?tab=policy" },
    { name: "console-categories", path: "/console/catalogue?tab=categories" },
    { name: "console-order", path: `/console/orders/${order.id}` },
    ...["", "?tab=standing", "?tab=money", "?tab=orders", "?tab=timeline", "?tab=privacy"].map((tab) => ({
      name: `console-member${tab.replace("?tab=", "-")}`,
      path: `/console/members/${order.member_id}${tab}`,
    })),
    ...TILL_PAGES,
  ];
}
