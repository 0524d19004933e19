/** A chain has more stores than a list shows: each can be found, also the last. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, openBrowser, openContext, PHONE, signIn } from "./browser.ts";
import { HAND, send } from "./counter.ts";

const MANY = 210;
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
});

test("a new device finds the last of two hundred stores by its code", async () => {
  const context = await openContext(browser, { viewport: PHONE });
  await signIn(context);
  const codes = Array.from({ length: MANY }, (_, place) => `ZZ${String(place + 1).padStart(3, "0")}`);
  await send(context.request, "put", "/v1/stores", codes.map((code) => ({ code, name: `社区店 ${code}` })));
  const page = await context.newPage();
  await page.goto("/till/app/");
  await page.getByText(/还有 \d+ 家，输入店名或编号来找/).waitFor();
  assert.equal(await page.locator(".till-choose li").count(), 20);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.keyboard.type("zz999", HAND);
  await page.getByText("没有这样的门店").waitFor();
  await page.getByRole("textbox", { name: "店名或编号" }).fill("zz210");
  await page.getByRole("button", { name: /社区店 ZZ210/ }).click();
  await page.locator(".till[data-goods]").waitFor({ timeout: 60_000 });
  await page.getByText("社区店 ZZ210").first().waitFor();
  await context.close();
});
