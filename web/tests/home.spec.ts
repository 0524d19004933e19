/** Home: what waits, figures with their period, and where each number leads. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { PHONE, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test("home keeps its period in the address, and a number opens what it counts", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/");
  await page.getByText(/^截至 \d{4}-\d\d-\d\d \d\d:\d\d$/).waitFor();
  await page.getByRole("heading", { name: "待办", exact: true }).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-home");
  await page.getByText("近 30 天").click();
  await page.waitForURL(/\/console\/?\?period=30d$/);
  await page.getByText(/^与 .+ 至 .+ 相比$/).waitFor();
  await page.getByRole("link", { name: /^新会员/ }).click();
  await page.waitForURL("**/members?where=*");
  await page.getByText(/^入会日期 介于 /).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: /^销售额/ }).click();
  await page.waitForURL("**/orders?since_on=*");
  assert.deepEqual(faults, []);
  await context.close();
});

test("home reads in English on a dark phone", async () => {
  const context = await openContext(browser, { language: "en", scheme: "dark", viewport: PHONE });
  await signIn(context);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/?period=90d");
  await page.getByRole("link", { name: /^New members/ }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  assert.deepEqual(faults, []);
  await context.close();
});
