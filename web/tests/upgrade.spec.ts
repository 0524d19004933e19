/** A console left open over an upgrade loads itself anew, once. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, openContext, signIn } from "./browser.ts";

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
