/** A counter ready to sell: goods with prices, a member with coupons, and a page of the till. */

import assert from "node:assert/strict";
import type { APIRequestContext, Browser, BrowserContext, Page } from "playwright-core";
import { faultsOf, openContext, SHOP, signIn, type Look } from "./browser.ts";

export interface Counter {
  context: BrowserContext;
  page: Page;
  faults: string[];
  store: { id: string; code: string; name: string };
}

const WRITE = { "X-Liuke": "1", Origin: SHOP };
export const TEA = { sku: "69010001", price: 2_400, name: "普洱茶 250 克" };
export const CUP = { sku: "69010002", price: 900, name: "白瓷杯" };

/** Write through the server's own door; returns what it answered. */
export async function send<T>(api: APIRequestContext, method: "post" | "put", path: string, data: unknown): Promise<T> {
  const headers = { ...WRITE, "Idempotency-Key": crypto.randomUUID() };
  const answer = await api[method](path, { headers, data });
  assert.ok(answer.ok(), `${path} ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Read from the server. */
export async function read<T>(api: APIRequestContext, path: string): Promise<T> {
  const answer = await api.get(path);
  assert.ok(answer.ok(), `${path} ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Price what the stories sell, open the till of one store, and wait until its goods are kept. */
export async function openCounter(browser: Browser, look: Look = {}): Promise<Counter> {
  const context = await openContext(browser, look);
  await signIn(context);
  const api = context.request;
  await send(api, "put", "/v1/products", [
    { code: "story-tea", name: TEA.name, skus: [{ code: TEA.sku }] },
    { code: "story-cup", name: CUP.name, skus: [{ code: CUP.sku }] },
  ]);
  await send(api, "put", "/v1/prices", [
    { sku: TEA.sku, price_minor: TEA.price },
    { sku: CUP.sku, price_minor: CUP.price },
  ]);
  const { items } = await read<{ items: Counter["store"][] }>(api, "/v1/stores?limit=1");
  const [store] = items;
  assert.ok(store);
  await context.addInitScript(
    (kept) => {
      localStorage.setItem("liuke.till.store", kept);
    },
    JSON.stringify({ id: store.id, code: store.code, name: store.name }),
  );
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto("/till/app/");
  await page.getByRole("combobox").waitFor();
  await page.locator(".till[data-goods]").waitFor({ timeout: 60_000 });
  return { context, page, faults, store };
}

/** Enrol somebody by phone; returns who. */
export async function enrol(api: APIRequestContext, phone: string, name: string): Promise<string> {
  const [made] = await send<{ member_id: string }[]>(api, "post", "/v1/members", [{ phone, name, source: "till" }]);
  assert.ok(made);
  return made.member_id;
}

/** A phone nobody has yet. */
export function somePhone(): string {
  return `+1206${String(Math.floor(2_000_000 + Math.random() * 7_999_999))}`;
}

/** A hand is slower than a scanner; without a pause a busy machine types now like one, now like the other. */
export const HAND = { delay: 60 };

/** Type as a scanner does: keys stamped a few ms apart, then Enter, wherever the focus stands. */
export async function scan(page: Page, code: string, apart = 7): Promise<void> {
  await page.evaluate(({ text, apart: pause }) => {
    let at = performance.now();
    const pressed = (code: string, key: string) => {
      const target = document.activeElement ?? document.body;
      const event = new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true });
      at += pause;
      // A keyboard's events carry the time of the key, however busy the page is.
      Object.defineProperty(event, "timeStamp", { value: at });
      const went = target.dispatchEvent(event);
      if (went && key.length === 1 && target instanceof HTMLInputElement) document.execCommand("insertText", false, key);
    };
    for (const sign of text) pressed(/\d/.test(sign) ? `Digit${sign}` : `Key${sign.toUpperCase()}`, sign);
    pressed("Enter", "Enter");
  }, { text: code, apart });
}

/** The amount due as it stands on the page, once it is no longer grey. */
export async function expectDue(page: Page, minor: number): Promise<void> {
  await page.waitForFunction(
    (due) => {
      const shown = document.querySelector(`[data-due="${due}"]`);
      return shown !== null && shown.closest(".till-stale") === null;
    },
    minor,
  );
}

/** Wait until the focus stands in a field of this name: a dialogue opens within a frame or two. */
export async function expectFocus(page: Page, name: string): Promise<void> {
  await page.getByLabel(name).and(page.locator(":focus")).waitFor();
}
