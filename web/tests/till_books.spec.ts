/** Points at the counter are written as their book is kept: with its places, under its own name. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { expectNoSidewaysScroll, openBrowser, openContext, PHONE, shoot, signIn } from "./browser.ts";
import { enrol, expectDue, expectFocus, HAND, openCounter, scan, send, somePhone } from "./counter.ts";
import { publish } from "./member_gifts.ts";

const MARK = crypto.randomUUID().slice(0, 6);
const BOOK = `dew_${MARK}`;
const JAR = { sku: `73${String(Math.floor(Math.random() * 1e6)).padStart(6, "0")}`, price: 3_000 };
let browser: Browser;

before(async () => {
  browser = await openBrowser();
  const staff = await openContext(browser);
  await signIn(staff);
  await send(staff.request, "put", "/v1/products", [{ code: JAR.sku, name: "蜂蜜", skus: [{ code: JAR.sku }] }]);
  await send(staff.request, "put", "/v1/prices", [{ sku: JAR.sku, price_minor: JAR.price }]);
  const scope = { include: [{ products: [JAR.sku] }] };
  await publish(browser, staff, {
    code: `dew-${MARK}`, name: `Dew ${MARK}`, name_zh: `甘露 ${MARK}`,
    books: [{ code: BOOK, name: "Dew", name_zh: "甘露", decimals: 1, payable: true, value_minor_per_1000: 100_000 }],
    rules: [
      { code: `pay-${MARK}`, name: "Pay with dew", name_zh: "甘露抵现", stage: "points", scope,
        effects: [{ kind: "pay_with_points", book: BOOK, points: 10, worth_minor: 100, step_points: 5 }] },
      { code: `earn-${MARK}`, name: "Dew", name_zh: "得甘露", stage: "earning", scope,
        effects: [{ kind: "earn", book: BOOK, points: 1, per_minor: 200, not_tenders: ["wallet"] }] },
    ],
  });
  await staff.close();
});
after(() => browser.close());

test("a book with tenths is read, paid with and printed in tenths", async () => {
  const { page, context, faults } = await openCounter(browser);
  const phone = somePhone();
  const member_id = await enrol(context.request, phone, "白露");
  await send(context.request, "post", "/v1/points/adjustments", [
    { member_id, book: BOOK, cause: `story-${phone}`, points: 125, reason: "a story's dew" },
  ]);
  await page.keyboard.type(phone, HAND);
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "会员" }).getByText("12.5", { exact: true }).waitFor();
  await scan(page, JAR.sku);
  await expectDue(page, JAR.price);
  await page.getByText("用 12.5 甘露抵 $12.50").waitFor();
  await page.getByRole("checkbox", { name: /甘露抵/ }).check();
  await expectDue(page, JAR.price - 1_250);
  const wish = page.getByLabel("用多少甘露");
  assert.equal(await wish.inputValue(), "12.5");
  await wish.fill("4");
  await expectDue(page, JAR.price - 400);
  await page.getByText("用 4.0 甘露抵现").waitFor();
  await shoot(page, "till-books");
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press("F9");
  await expectFocus(page, "收到金额");
  const charge = page.getByRole("dialog");
  await charge.getByText("甘露 +1.3").waitFor();
  await charge.getByText("储值", { exact: true }).click();
  await charge.getByText("甘露 +0.0").waitFor();
  await charge.getByText("现金", { exact: true }).click();
  await charge.getByText("甘露 +1.3").waitFor();
  await charge.getByLabel("收到金额").fill("16");
  await charge.getByLabel("收到金额").press("Enter");
  await charge.getByText("储值", { exact: true }).click();
  await charge.getByText("甘露 +0.8").waitFor();
  await shoot(page, "till-charge-wallet");
  await charge.getByLabel("收到金额").press("Enter");
  await page.getByRole("article", { name: "小票" }).getByText(/甘露：12\.5 → 9\.3/).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
