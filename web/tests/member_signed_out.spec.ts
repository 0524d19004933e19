/** Whoever is signed out in the middle loses nothing: the note leads to signing in, and the page waits. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { openCounter, send, somePhone, TEA } from "./counter.ts";
import { join, publishCharter } from "./member_guest.ts";

const NARROW = { width: 320, height: 640 };
let browser: Browser;
let staff: BrowserContext;

before(async () => {
  browser = await openBrowser();
  staff = await openContext(browser);
  await signIn(staff);
  await publishCharter(staff);
});
after(() => browser.close());

test("a member whose sign-in ended keeps what they typed, signs in beside it and saves", async () => {
  const context = await openContext(browser, { viewport: NARROW });
  const page = await context.newPage();
  await join(page, staff);
  const cookies = await context.cookies();
  await page.goto("/m/profile");
  await page.getByLabel("姓名").fill("陈晨");
  await context.clearCookies();
  await page.getByRole("button", { name: "保存资料" }).click();
  const way = page.getByRole("link", { name: "在新页面登录，再回来继续" });
  await way.waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "member-signed-out");
  const [beside] = await Promise.all([context.waitForEvent("page"), way.click()]);
  await beside.waitForURL("**/m/join?next=%2Fprofile");
  await beside.close();
  await context.addCookies(cookies);
  assert.equal(await page.getByLabel("姓名").inputValue(), "陈晨");
  await page.getByRole("button", { name: "保存资料" }).click();
  await page.getByText("资料已保存").waitFor();
  await context.close();
});

test("a return picked before the sign-in ended is made after it", async () => {
  const { page, context } = await openCounter(browser);
  const order = await send<{ id: string }>(context.request, "post", "/till/orders", {
    source: "story", external_id: `out-${somePhone()}`, items: [{ sku: TEA.sku, units: 2 }],
    tenders: [{ kind: "cash", amount_minor: 2 * TEA.price }],
  });
  await page.goto(`/till/app/returns/${order.id}`);
  await page.getByRole("checkbox", { name: `退 ${TEA.name} 第 1 件` }).check();
  await page.getByRole("button", { name: /退 1 件，退款/ }).waitFor();
  await context.clearCookies();
  await page.keyboard.press("F9");
  const way = page.getByRole("link", { name: "在新页面登录，再回来继续" });
  await way.waitFor();
  assert.equal(await way.getAttribute("href"), `/console/sign-in?next=${encodeURIComponent(`/till/app/returns/${order.id}`)}`);
  await signIn(context);
  await page.keyboard.press("F9");
  await page.getByRole("heading", { name: "已退款 $24.00" }).waitFor();
  await context.close();
});
