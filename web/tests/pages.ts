/** Every page that staff can open, with ids that exist in the shop at hand. */

import assert from "node:assert/strict";
import type { APIRequestContext } from "playwright-core";
import { SHOP } from "./browser.ts";

export interface Stop {
  name: string;
  path: string;
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

/** Return the pages of console and till; the context is signed in as the owner. */
export async function staffPages(api: APIRequestContext): Promise<Stop[]> {
  const order = await first<{ id: string; member_id: string }>(api, "/till/sales/searches", {
    asked: {},
    limit: 1,
  });
  const plain = [
    "", "approvals", "members", "orders", "catalogue", "stores", "programme", "programme/templates",
    "coupons", "staff", "keys", "imports", "jobs", "audit", "outbox", "system", "account",
  ]; // prettier-ignore
  return [
    ...plain.map((path) => ({ name: `console-${path.replace("/", "-") || "home"}`, path: `/console/${path}` })),
    { name: "console-order", path: `/console/orders/${order.id}` },
    ...["", "?tab=standing", "?tab=money", "?tab=orders", "?tab=timeline", "?tab=privacy"].map((tab) => ({
      name: `console-member${tab.replace("?tab=", "-")}`,
      path: `/console/members/${order.member_id}${tab}`,
    })),
    ...["sale", "returns", "sales", "day", "queue", "device", "guest"].map((path) => ({
      name: `till-${path}`,
      path: `/till/app/${path}`,
    })),
  ];
}
