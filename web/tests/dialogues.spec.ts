/** A dialogue begins where one writes, and gives the focus back to what opened it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Locator } from "playwright-core";
import { faultsOf, openBrowser, openContext, PHONE, shoot, signIn } from "./browser.ts";

let browser: Browser;
let owner: BrowserContext;

before(async () => {
  browser = await openBrowser();
  owner = await openContext(browser);
  await signIn(owner);
});
after(() => browser.close());

async function expectFocused(field: Locator): Promise<void> {
  await field.and(field.page().locator(":focus")).waitFor();
}

test("a new segment and a saved view are named without a mouse", async () => {
  const page = await owner.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/segments");
  const make = page.getByRole("button", { name: "新建人群" });
  await make.focus();
  await page.keyboard.press("Enter");
  await expectFocused(page.getByLabel("中文名称"));
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await expectFocused(make);

  await page.goto("/console/reports/sales");
  const save = page.getByRole("button", { name: "存为视图" });
  await save.focus();
  await page.keyboard.press("Enter");
  await expectFocused(page.getByRole("dialog").getByRole("textbox").first());
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await expectFocused(save);
  assert.deepEqual(faults, []);
  await page.close();
});

test("on a phone a wide chart scrolls under its title, and a wrong period names its days", async () => {
  const context = await openContext(browser, { viewport: PHONE });
  await signIn(context);
  const page = await context.newPage();
  await page.goto("/console/reports/rfm?since_on=2016-01-01&until_on=2017-01-31");
  for (const toggle of await page.getByRole("radiogroup", { name: "图或表" }).all()) {
    const box = await toggle.boundingBox();
    assert.ok(box && box.x + box.width <= PHONE.width, JSON.stringify(box));
  }
  await shoot(page, "console-reports-rfm-phone");
  await page.goto("/console/reports/sales?since_on=2030-01-01&until_on=2020-01-01");
  await page.getByRole("alert").getByText("起始日：").waitFor();
  await context.close();
});
