/** The gallery says what its programmes ask for, down to the conditions of their rules. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { DESK, PHONE, expectAccessible, expectNoSidewaysScroll, openBrowser, openContext, shoot, signIn } from "./browser.ts";

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

for (const viewport of [DESK, PHONE]) {
  test(`cards and templates say their conditions, ${viewport.width} px`, async () => {
    const context = await openContext(browser, { viewport });
    await signIn(context);
    const page = await context.newPage();
    await page.goto("/console/programme/templates");
    await page.locator(".template-numbers").nth(5).waitFor();
    await page.waitForLoadState("networkidle");
    assert.equal(await page.getByText("另有条件").count(), 0);
    await shoot(page, `console-gallery-${viewport.width}`);
    await page.goto("/console/programme/templates/service-grid");
    await page.getByText(/等级（消费.*）是 .*，且 等级（/).first().waitFor();
    assert.equal(await page.getByText("另有条件").count(), 0);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, `console-template-grid-${viewport.width}`);
    await context.close();
  });
}
