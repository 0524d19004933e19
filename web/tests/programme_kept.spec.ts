/** A draft is kept whatever comes between: a server that is busy, an answer that is lost, a page that is left. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { openBrowser, openContext, SHOP, shoot, signIn } from "./browser.ts";
import { begin, kept } from "./programme_draft.ts";

const RUN = crypto.randomUUID().slice(0, 8);
const SAVES = "**/v1/programmes/drafts";
let browser: Browser;
let context: BrowserContext;

before(async () => {
  browser = await openBrowser();
  context = await openContext(browser);
  await signIn(context);
});
after(() => browser.close());

interface Document {
  code: string;
  name: string;
  name_zh: string;
}

/** Begin a draft and open it in the editor. */
async function openDraft(name: string, more: object = {}): Promise<{ page: Page; id: string; address: string }> {
  const code = `kept-${name}-${RUN}`;
  const id = await begin(context, { code, name: "Kept", name_zh: `留稿 ${RUN}`, ...more });
  const page = await context.newPage();
  const address = `/console/programme/${code}/edit/tiers?draft=${id}`;
  await open(page, address);
  return { page, id, address };
}

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator("details.rare > summary").first().click();
  await nameOf(page).waitFor();
}

const nameOf = (page: Page) => page.getByRole("textbox", { name: "中文名称" }).first();

const busy = { status: 503, headers: { "retry-after": "1" }, contentType: "application/problem+json",
  body: JSON.stringify({ code: "contended", title: "Too many changes at once.", title_zh: "同时修改的人太多，没有保存，请重试。" }) };

test("a save the server cannot take now says so, and is made as soon as it can", async () => {
  const { page, id } = await openDraft("busy");
  let refusals = 2;
  await page.route(SAVES, (route) => (refusals-- > 0 ? route.fulfill(busy) : route.continue()));
  await nameOf(page).fill("忙时留稿");
  await page.getByText("同时修改的人太多").waitFor();
  await shoot(page, "console-programme-not-kept");
  assert.equal((await kept<Document>(page, context, id)).name_zh, "忙时留稿");
  assert.equal(await page.getByText("同时修改的人太多").count(), 0);
  await page.close();
});

test("a save whose answer was lost is sent again as it was, and what was typed since follows it", async () => {
  const { page, id } = await openDraft("lost");
  const keys: string[] = [];
  await page.route(SAVES, async (route) => {
    keys.push((await route.request().headerValue("idempotency-key")) ?? "");
    const answer = await route.fetch();
    await (keys.length === 1 ? route.abort() : route.fulfill({ response: answer }));
  });
  await nameOf(page).fill("第一稿");
  await page.locator("[data-kept=refused]").waitFor();
  await nameOf(page).fill("第二稿");
  assert.equal((await kept<Document>(page, context, id)).name_zh, "第二稿");
  assert.equal(keys[0], keys[1], "the same save under the same key");
  assert.equal(new Set(keys).size, 2);
  await page.close();
});

test("what was typed a moment before the page is left is kept", async () => {
  const { page, id, address } = await openDraft("moment");
  await nameOf(page).fill("走之前写的");
  await open(page, address);
  assert.equal(await nameOf(page).inputValue(), "走之前写的");
  await page.locator("[data-kept=saved], [data-kept=unchanged]").first().waitFor();
  await nameOf(page).fill("回来接着写");
  assert.equal((await kept<Document>(page, context, id)).name_zh, "回来接着写");
  await page.close();
});

/** More than a browser sends for a page that is gone. */
const LARGE = Array.from({ length: 400 }, (_, at) => ({
  code: `coupon_${RUN}_${at}`, name: `Coupon number ${at}`, name_zh: `第 ${at} 种券`,
  effect: { kind: "cash", amount_minor: 1000 }, validity: { kind: "days_after", days: 30 },
}));

test("a save that never left comes back with the page, and is in nobody's way when it arrives late", async () => {
  const { page, id, address } = await openDraft("left", { coupons: LARGE });
  const held: Request[] = [];
  let away = true;
  await page.route(SAVES, (route) => {
    held.push(route.request());
    return away ? route.abort() : route.continue();
  });
  await nameOf(page).fill("走之前写的");
  await page.locator("[data-kept=refused]").waitFor();
  await open(page, address);
  assert.equal(await nameOf(page).inputValue(), "走之前写的");
  away = false;
  assert.equal((await kept<Document>(page, context, id)).name_zh, "走之前写的");
  // The first one arrives after all: it is the same save.
  const late = await context.request.post("/v1/programmes/drafts", {
    headers: { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": (await held[0]?.headerValue("idempotency-key")) ?? "" },
    data: held[0]?.postDataJSON() as object,
  });
  assert.ok(late.ok(), await late.text());
  await nameOf(page).fill("回来接着写");
  await page.locator("[data-kept=changed], [data-kept=saving]").first().waitFor();
  assert.equal((await kept<Document>(page, context, id)).name_zh, "回来接着写");
  await page.close();
});

test("an editor stays with what was typed when the list of versions cannot be read anew", async () => {
  const { page, id } = await openDraft("list");
  await page.route(/\/v1\/programmes\/versions(\?|$)/, (route) => route.fulfill(busy));
  await nameOf(page).fill("还在");
  assert.equal((await kept<Document>(page, context, id)).name_zh, "还在");
  await page.getByText("同时修改的人太多").first().waitFor();
  assert.equal(await nameOf(page).inputValue(), "还在");
  await page.close();
});
