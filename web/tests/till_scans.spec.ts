/** What is scanned or pressed a moment too early or too late: nothing is lost, and no code becomes an amount. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, shoot } from "./browser.ts";
import { CUP, expectDue, expectFocus, openCounter, scan, TEA } from "./counter.ts";

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test("a code scanned while money is taken is no amount; over the receipt it begins the next sale", async () => {
  const { page, context, faults } = await openCounter(browser);
  const keys = page.keyboard;
  await scan(page, TEA.sku);
  await expectDue(page, TEA.price);
  await keys.press("F9");
  await expectFocus(page, "收到金额");
  const amount = page.getByLabel("收到金额");
  await scan(page, CUP.sku);
  await page.getByRole("alert").filter({ hasText: `${CUP.sku} 没有加入：正在收款。` }).waitFor();
  assert.equal(await amount.inputValue(), "24.00");
  await shoot(page, "till-charge-stray");
  await keys.press("ArrowDown");
  await scan(page, "P7734120056");
  assert.equal(await page.getByLabel("外部单号（可不填）").inputValue(), "P7734120056");
  assert.equal(await amount.inputValue(), "24.00");
  await keys.press("Enter");
  await page.getByRole("button", { name: "下一单" }).waitFor();
  await scan(page, CUP.sku);
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.locator(".till-line").getByText(CUP.name).waitFor();
  await expectDue(page, CUP.price);
  assert.deepEqual(faults, []);
  await context.close();
});

test("who asks for the charge before the price is known has it as soon as it is", async () => {
  const { page, context, faults } = await openCounter(browser);
  await page.route("**/till/quotes", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await scan(page, TEA.sku);
  await page.locator(".till-line").waitFor();
  await page.keyboard.press("F9");
  assert.equal(await page.getByRole("dialog").count(), 0, "nothing is charged by a price nobody knows");
  await page.getByRole("dialog", { name: "收款 $24.00" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await scan(page, CUP.sku);
  await expectDue(page, TEA.price + CUP.price);
  assert.equal(await page.getByRole("dialog").count(), 0, "one wish opens one dialogue");
  assert.deepEqual(faults, []);
  await context.close();
});
