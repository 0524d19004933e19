/** A guest served without a connection has no claim code yet: the receipt printed again brings it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { expectAccessible, openBrowser, shoot } from "./browser.ts";
import { enrol, expectDue, expectFocus, openCounter, scan, send, somePhone, TEA } from "./counter.ts";

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test("a guest's receipt printed again has its claim code until somebody claimed it", async () => {
  const { page, context, faults } = await openCounter(browser);
  const keys = page.keyboard;
  const receipt = page.getByRole("article", { name: "小票" });
  await context.setOffline(true);
  await scan(page, TEA.sku);
  await page.getByText(/起离线/).waitFor();
  await expectDue(page, TEA.price);
  await keys.press("F9");
  await expectFocus(page, "收到金额");
  await keys.press("Enter");
  await receipt.waitFor();
  assert.equal(await receipt.getByText("认领码").count(), 0, "the server has not given one yet");
  const number = /\d{4}-\d{4}-\w{2}/.exec((await receipt.textContent()) ?? "")?.[0] ?? "";
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await context.setOffline(false);
  await page.getByText(/起离线/).waitFor({ state: "hidden" });
  await page.getByRole("link", { name: "待上传" }).waitFor({ state: "detached" });
  await keys.press("F10");
  await page.getByRole("textbox", { name: "找一笔销售" }).fill(number);
  await keys.press("Enter");
  const code = await receipt.locator(".slip-claim code").textContent();
  assert.match(code ?? "", /^[A-Z2-7]{16}$/);
  await expectAccessible(page);
  await shoot(page, "till-reprint");
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  const member_id = await enrol(context.request, somePhone(), "何夕");
  await send(context.request, "post", "/till/claims", { member_id, code });
  await page.reload();
  await page.getByRole("textbox", { name: "找一笔销售" }).fill(number);
  await keys.press("Enter");
  await receipt.getByText(/会员/).waitFor();
  assert.equal(await receipt.locator(".slip-claim").count(), 0);
  assert.deepEqual(faults.filter((fault) => !fault.includes("ERR_INTERNET_DISCONNECTED")), []);
  await context.close();
});
