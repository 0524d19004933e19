/** A console left open over an upgrade loads itself anew, once. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { PHONE, expectAccessible, expectNoSidewaysScroll, openBrowser, openContext, shoot, signIn } from "./browser.ts";

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test("a part of the page that is gone makes the document load again, and then it works", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const page = await context.newPage();
  let missing = 0;
  await page.route(/assets\/Orders-[^/]*\.js$/, (route) => {
    missing += 1;
    return missing === 1 ? route.fulfill({ status: 404, body: "{}" }) : route.continue();
  });
  await page.goto("/console/");
  let loads = 0;
  page.on("load", () => (loads += 1));
  const orders = page.getByRole("menuitem", { name: "订单" });
  await orders.click();
  await page.waitForEvent("load");
  await orders.click();
  await page.getByRole("heading", { level: 1, name: "订单" }).waitFor();
  assert.equal(loads, 1);
  await context.close();
});

/** Open a console on which the orders page cannot be loaded, however often it is tried. */
async function openBroken(browser: Browser) {
  const context = await openContext(browser);
  await signIn(context);
  // It was loaded anew just now: this is what is left when that did not help.
  await context.addInitScript(() => sessionStorage.setItem("liuke.upgraded", String(Date.now())));
  const page = await context.newPage();
  await page.route(/assets\/Orders-[^/]*\.js$/, (route) => route.fulfill({ status: 404, body: "{}" }));
  await page.goto("/console/orders");
  await page.getByRole("heading", { level: 1, name: "这一页没能显示" }).waitFor();
  let loads = 0;
  page.on("load", () => (loads += 1));
  return { context, page, loads: () => loads };
}

test("a page that cannot be drawn offers a way and never loads by itself over and over", async () => {
  const { context, page, loads } = await openBroken(browser);
  await page.getByRole("button", { name: "重试" }).waitFor();
  await page.waitForTimeout(500);
  assert.equal(loads(), 0);
  // Without a server there is nothing to load: what stands stays, and says why.
  await page.route("**/console/orders", (route) => route.abort());
  await page.getByRole("button", { name: "重试" }).click();
  await page.locator("[data-code=offline]").waitFor();
  assert.equal(loads(), 0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "回首页" }).click();
  await page.getByRole("heading", { level: 1, name: "首页" }).waitFor();
  assert.equal(loads(), 0);
  await context.close();
});

test("where the server has another build the page says so and offers it", async () => {
  const { context, page, loads } = await openBroken(browser);
  const other = (html: string) => html.replaceAll(/index-[\w-]+\.js/g, "index-newer.js");
  await page.route("**/console/orders", async (route) => {
    if (route.request().isNavigationRequest()) return route.continue();
    const answer = await route.fetch();
    return route.fulfill({ response: answer, body: other(await answer.text()) });
  });
  await page.getByRole("button", { name: "重试" }).click();
  await page.waitForEvent("load");
  await page.getByRole("button", { name: "载入新版本" }).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-broken-1440");
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-broken-390");
  assert.equal(loads(), 1);
  await page.unrouteAll();
  await page.getByRole("button", { name: "载入新版本" }).click();
  await page.getByRole("heading", { level: 1, name: "订单" }).waitFor();
  await context.close();
});
