/** The counter in two tabs is one counter; Esc asks before goods are put back, and nothing typed answers for the seller. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, PHONE, shoot } from "./browser.ts";
import { CUP, expectDue, expectFocus, openCounter, scan, send, TEA, type Counter } from "./counter.ts";

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

const BOX = "扫码或输入";

/** Open the same counter once more. */
async function anotherTab({ context }: Counter): Promise<{ page: Page; faults: string[] }> {
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto("/till/app/sale");
  await page.locator(".till[data-goods]").waitFor({ timeout: 60_000 });
  return { page, faults };
}

interface Found {
  items: { external_id: string; payable_minor: number }[];
}

/** Charge what lies on the counter; returns the number of its receipt. */
async function payCash(page: Page): Promise<string> {
  await page.keyboard.press("F9");
  await expectFocus(page, "收到金额");
  await page.keyboard.press("Enter");
  const receipt = page.getByRole("dialog", { name: /已收/ }).getByRole("article", { name: "小票" });
  const number = /\d{4}-\d{4}-\w{2}/.exec((await receipt.textContent()) ?? "")?.[0];
  assert.ok(number);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  return number;
}

test("Esc asks and leaves the keys in the box: Enter clears nothing, a scan goes on, Del answers", async () => {
  const { page, context, faults } = await openCounter(browser);
  const keys = page.keyboard;
  const asked = page.getByRole("alert").filter({ hasText: "清空这一单？" });
  await scan(page, TEA.sku);
  await expectDue(page, TEA.price);
  await page.getByRole("button", { name: `多一件 ${TEA.name}` }).click();
  await expectDue(page, 2 * TEA.price);
  await keys.press("Escape");
  await asked.getByText("里面有 1 行商品").waitFor();
  await expectFocus(page, BOX);
  await expectAccessible(page);
  await shoot(page, "till-leaving");
  await keys.press("Enter");
  await asked.waitFor();
  await expectDue(page, 2 * TEA.price);
  await scan(page, CUP.sku);
  await expectDue(page, 2 * TEA.price + CUP.price);
  await asked.waitFor({ state: "detached" });
  await keys.press("Escape");
  await asked.waitFor();
  await keys.press("Escape");
  await asked.waitFor({ state: "detached" });
  await expectDue(page, 2 * TEA.price + CUP.price);
  await keys.press("Escape");
  await asked.waitFor();
  await keys.press("Delete");
  await page.getByText("扫第一件商品").waitFor();
  await expectFocus(page, BOX);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a phone without an Esc key clears a basket, too", async () => {
  const { page, context } = await openCounter(browser, { viewport: PHONE });
  await scan(page, TEA.sku);
  await expectDue(page, TEA.price);
  await page.getByRole("button", { name: /^清空/ }).click();
  await page.getByRole("alert").getByText("清空这一单？").waitFor();
  await expectNoSidewaysScroll(page);
  await shoot(page, "till-leaving-phone");
  await page.getByRole("alert").getByRole("button", { name: /^清空/ }).click();
  await page.getByText("扫第一件商品").waitFor();
  await context.close();
});

test("what one tab scans, holds and sells the other shows, and nothing is held or sold twice", async () => {
  const counter = await openCounter(browser);
  const { page: one, context, faults } = counter;
  const { page: two, faults: more } = await anotherTab(counter);
  await one.bringToFront();
  await scan(one, TEA.sku);
  await expectDue(two, TEA.price);
  await two.bringToFront();
  await two.keyboard.press("F7");
  await one.getByText("扫第一件商品").waitFor();
  await scan(two, CUP.sku);
  await expectDue(one, CUP.price);
  await one.bringToFront();
  await one.keyboard.press("F7");
  await two.getByText("挂单 2").waitFor();
  await scan(one, CUP.sku);
  await expectDue(two, CUP.price);
  await two.bringToFront();
  await two.keyboard.press("F9");
  await expectFocus(two, "收到金额");
  await one.bringToFront();
  const numbers = [await payCash(one)];
  await two.getByRole("dialog").waitFor({ state: "hidden" });
  await two.getByText("扫第一件商品").waitFor();
  await two.bringToFront();
  await scan(two, TEA.sku);
  await expectDue(two, TEA.price);
  numbers.push(await payCash(two));
  const sold = await send<Found>(context.request, "post", "/till/sales/searches", { asked: { store: counter.store.code }, limit: 50 });
  const here = sold.items.filter((one) => numbers.includes(one.external_id)).map((one) => one.payable_minor);
  assert.deepEqual(here.toSorted((a, b) => a - b), [CUP.price, TEA.price]);
  assert.deepEqual([...faults, ...more], []);
  await context.close();
});

test("the guest's window thanks whoever paid until their receipt is closed, whichever tabs are open", async () => {
  const counter = await openCounter(browser);
  const { page: one, context } = counter;
  const { page: two } = await anotherTab(counter);
  const guest = await context.newPage();
  await guest.goto("/till/app/guest");
  await guest.getByText("欢迎光临").waitFor();
  await one.bringToFront();
  await scan(one, CUP.sku);
  await expectDue(two, CUP.price);
  await guest.getByText(CUP.name).waitFor();
  await one.keyboard.press("F9");
  await expectFocus(one, "收到金额");
  await one.keyboard.press("Enter");
  await one.getByRole("dialog", { name: /已收/ }).waitFor();
  await guest.getByText("谢谢惠顾").waitFor();
  // What the other tab still has to say of it must not take the thanks away.
  await guest.waitForTimeout(700);
  await guest.getByText("谢谢惠顾").waitFor({ timeout: 1_000 });
  await guest.reload();
  await guest.getByText("谢谢惠顾").waitFor({ timeout: 5_000 });
  await two.bringToFront();
  await scan(two, TEA.sku);
  await guest.getByText(TEA.name).waitFor();
  await guest.waitForTimeout(700);
  assert.equal(await guest.getByText("谢谢惠顾").count(), 0, "the next sale is on the window now");
  await one.bringToFront();
  await one.keyboard.press("Enter");
  await guest.waitForTimeout(300);
  await guest.getByText(TEA.name).waitFor({ timeout: 1_000 });
  await context.close();
});

test("a counter locked in one tab is locked in all", async () => {
  const counter = await openCounter(browser);
  const { page: one, context } = counter;
  const { page: two } = await anotherTab(counter);
  await one.bringToFront();
  await one.getByRole("link", { name: "本机" }).click();
  await one.getByLabel("新 PIN").fill("4711");
  await one.getByLabel("再输一次").fill("4711");
  await one.getByRole("button", { name: "设 PIN" }).click();
  await one.getByRole("button", { name: "现在锁定" }).click();
  await two.getByRole("heading", { name: "收银台已锁定" }).waitFor();
  await two.bringToFront();
  await two.getByLabel(/的 PIN$/).fill("4711");
  await two.getByRole("button", { name: "解锁" }).click();
  await one.getByRole("heading", { name: "收银台已锁定" }).waitFor({ state: "detached" });
  await context.close();
});
