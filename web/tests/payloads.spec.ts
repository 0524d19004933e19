/** A6: what people write is shown as they wrote it, and never runs, on every surface. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser, openContext, PHONE, signIn } from "./browser.ts";
import { openCounter, scan, type Counter } from "./counter.ts";
import { publish } from "./member_gifts.ts";
import { ask, join, publishCharter } from "./member_guest.ts";
import { MEMBER_PAGES, TILL_PAGES } from "./pages.ts";
import { walk } from "./stroll.ts";

const BITE = `<img src=x onerror=struck=1>"'><svg onload=struck=1>`;
const MARK = String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
const SKU = `73${MARK}`;

let browser: Browser;
let counter: Counter;
let staff: BrowserContext;
let guest: BrowserContext;
let member: string;
let order: string;
before(async () => {
  browser = await openBrowser();
  staff = await openContext(browser);
  await signIn(staff);
  await publishCharter(staff);
  guest = await openContext(browser, { viewport: PHONE });
  member = await join(await guest.newPage(), staff);
  const asMember = { "X-Liuke": "1", Origin: new URL((guest.pages()[0] as Page).url()).origin };
  const named = await guest.request.put("/v1/m/profile", { headers: asMember, data: { name: BITE } });
  assert.ok(named.ok(), await named.text());
  await ask(staff, "PUT", "/v1/products", [{ code: SKU, name: BITE, skus: [{ code: SKU }], tags: [BITE] }]);
  await ask(staff, "PUT", "/v1/prices", [{ sku: SKU, price_minor: 1_000 }]);
  await publish(browser, staff, {
    code: `bite-${MARK}`, name: BITE, name_zh: BITE,
    coupons: [{ code: `bite-${MARK}`, name: BITE, name_zh: BITE, effect: { kind: "cash", amount_minor: 100 },
      validity: { kind: "days_after", days: 30 } }],
    rules: [{ code: `bite-rule-${MARK}`, name: BITE, name_zh: BITE, scope: { include: [{ products: [SKU] }] },
      effects: [{ kind: "amount_off", off_minor: 100 }] }],
  });
  await ask(staff, "POST", "/v1/coupons", [{ member_id: member, template: `bite-${MARK}`, cause: MARK }]);
  await ask(staff, "POST", "/v1/members/tags", [{ member_id: member, tag: BITE.slice(0, 40) }]).catch(() => undefined);
  const { merchant } = (await (await staff.request.get("/v1/me")).json()) as { merchant: { time_zone: string } };
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: merchant.time_zone });
  await ask(staff, "POST", "/v1/members/notes", [null, today].map((due_on) => ({ member_id: member, text: BITE, due_on })));
  const sale = { member_id: member, source: BITE.slice(0, 40), external_id: MARK, items: [{ sku: SKU }] };
  const tenders = [{ kind: "card", amount_minor: 900, reference: BITE }];
  order = (await ask<{ id: string }>(staff, "POST", "/till/orders", { ...sale, tenders })).id;
  counter = await openCounter(browser);
});
after(() => browser.close());

/** Refuse a page on which anything that was written has run or become an element. */
async function expectUnharmed(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  const struck = await page.evaluate(() => "struck" in globalThis);
  assert.equal(struck, false, `${page.url()} ran what somebody wrote`);
  assert.equal(await page.locator("img[src='x'], svg[onload]").count(), 0, page.url());
}

/** Open pages, none of which may show a dialogue. */
async function visit(context: BrowserContext, paths: readonly string[]): Promise<void> {
  const page = await context.newPage();
  page.on("dialog", (dialog) => {
    throw new Error(`${page.url()} asked: ${dialog.message()}`);
  });
  await walk(page, paths, () => expectUnharmed(page));
  await page.close();
}

test("a member's pages show names, coupons and receipts as they were written", async () => {
  await visit(guest, [...MEMBER_PAGES.map(({ path }) => path), `/m/orders/${order}`]);
  const page = await guest.newPage();
  await page.goto(`/m/orders/${order}`);
  await page.getByText(BITE).first().waitFor();
  await page.close();
});

test("the till shows them on the sale, the receipt and the guest's window", async () => {
  const { page, context } = counter;
  const window = await context.newPage();
  await window.goto("/till/app/guest");
  await page.bringToFront();
  await page.keyboard.press("F2");
  await page.getByLabel("手机号、卡号、会员码，或后四位加姓名").fill(member);
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "会员" }).getByText("1 张券可用").waitFor(); // the name itself is masked
  await scan(page, SKU);
  await page.locator(".till-line").getByText(BITE).first().waitFor();
  await window.getByText(BITE).waitFor();
  await expectUnharmed(page);
  await expectUnharmed(window);
  await visit(context, [...TILL_PAGES.map(({ path }) => path), `/till/app/sales?order=${order}`]);
});

test("the console shows them on the member's page, the order and every list", async () => {
  const of = `/console/members/${member}`;
  await visit(staff, [
    of, `${of}?tab=standing`, `${of}?tab=money`, `${of}?tab=orders`, `${of}?tab=timeline`, `${of}?tab=privacy`,
    `/console/orders/${order}`, "/console/", "/console/members", "/console/orders", "/console/catalogue",
    "/console/coupons", "/console/programme", "/console/audit", "/console/approvals",
  ]);
  const page = await staff.newPage();
  await page.goto(of);
  const card = page.getByRole("region", { name: "备注与待办" });
  await card.getByRole("checkbox", { name: BITE }).waitFor();
  await card.getByRole("list", { name: "备注", exact: true }).getByText(BITE).waitFor();
  await page.close();
});
