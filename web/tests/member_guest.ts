/** A member in the browser, and the shop beside them: codes from the outbox, sales through the till. */

import assert from "node:assert/strict";
import type { APIRequestContext, BrowserContext, Page } from "playwright-core";
import { SHOP } from "./browser.ts";

export interface Sold {
  id: string;
  claim_code: string | null;
  decision: { payable_minor?: number; awards?: { book: string; points: number }[] };
}

/** Return a phone nobody has yet. */
export function newPhone(): string {
  return `139${String(Math.floor(Math.random() * 1e8)).padStart(8, "0")}`;
}

/** Ask the server as a member of staff; refuses any refusal. */
export async function ask<T>(
  staff: BrowserContext,
  method: "GET" | "POST" | "PUT",
  path: string,
  data?: unknown,
  more: Record<string, string> = {},
): Promise<T> {
  const headers = { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": crypto.randomUUID(), ...more };
  const request: APIRequestContext = staff.request;
  const answer = await request.fetch(path, { method, headers, ...(data === undefined ? {} : { data }) });
  const text = await answer.text();
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${text.slice(0, 400)}`);
  return JSON.parse(text) as T;
}

/** Read the newest code that was sent, as the owner sees it in the local outbox. */
export async function codeSent(staff: BrowserContext, phone: string): Promise<string> {
  const { items } = await ask<{ items: { receiver: string; text: string }[] }>(staff, "GET", "/v1/outbox");
  const sent = items.find((one) => one.receiver.endsWith(phone.slice(-4)));
  const code = /\d{6}/.exec(sent?.text ?? "")?.[0];
  assert.ok(code, "no code was sent");
  return code;
}

/** Publish a charter, once per shop: a version that stands is never changed. */
export async function publishCharter(staff: BrowserContext): Promise<void> {
  const { texts } = await ask<{ texts: { code: string }[] }>(staff, "GET", "/v1/m/shop");
  if (texts.some((text) => text.code === "charter")) return;
  const charter = { code: "charter", version: 1, title: "会员章程", body: "凭手机号入会，随时可退出。" };
  await ask(staff, "POST", "/v1/members/notices", [
    { ...charter, locale: "zh-CN" },
    { ...charter, locale: "en", title: "membership charter", body: "Join with a phone; leave at any time." },
  ]);
}

/** Ask for a code on the page, read it in the outbox, and type it. */
export async function typeCode(page: Page, staff: BrowserContext, phone: string): Promise<void> {
  await page.getByLabel("手机号").fill(phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  const field = page.getByLabel("验证码");
  await field.waitFor();
  await field.fill(await codeSent(staff, phone));
}

/** Join from the member's pages; returns the new member's id. */
export async function join(page: Page, staff: BrowserContext): Promise<string> {
  await page.goto("/m/join");
  await typeCode(page, staff, newPhone());
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { name: "加入会员" }).waitFor();
  await page.getByRole("checkbox", { name: /会员章程/ }).check();
  await page.getByRole("button", { name: "加入会员" }).click();
  await page.waitForURL(/joined=1$/);
  const answer = await page.context().request.get("/v1/m/profile");
  return ((await answer.json()) as { member_id: string }).member_id;
}

/** Sell two teas and a cup, to a member or to a guest. */
export async function sell(staff: BrowserContext, member_id: string | null): Promise<Sold> {
  await ask(staff, "PUT", "/v1/products", [
    { code: "m-tea", name: "普洱茶 250 克", skus: [{ code: "m-tea-250" }] },
    { code: "m-cup", name: "白瓷杯", skus: [{ code: "m-cup-1" }] },
  ]);
  await ask(staff, "PUT", "/v1/prices", [
    { sku: "m-tea-250", price_minor: 2400 },
    { sku: "m-cup-1", price_minor: 900 },
  ]);
  const items = [{ sku: "m-tea-250", units: 2 }, { sku: "m-cup-1" }];
  const stores = await ask<{ items: { code: string }[] }>(staff, "GET", "/v1/stores?limit=1");
  const basket = { member_id, items, store: stores.items[0]?.code ?? "" };
  const quote = await ask<Sold>(staff, "POST", "/till/quotes", basket);
  const tenders = [{ kind: "cash", amount_minor: quote.decision.payable_minor ?? 0 }];
  const sale = { ...basket, source: "browser", external_id: crypto.randomUUID(), tenders };
  return ask<Sold>(staff, "POST", "/till/orders", sale);
}
