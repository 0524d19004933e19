/** Days and times are typed: a store's week and its holidays, the end of a key, a period of orders. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { beginOf } from "../kit/src/formats.ts";
import { expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

let browser: Browser;
let owner: BrowserContext;
let page: Page;
let faults: string[];

before(async () => {
  browser = await openBrowser();
  owner = await openContext(browser);
  await signIn(owner);
  page = await owner.newPage();
  faults = faultsOf(page);
});
after(() => browser.close());

/** A day of next year, so that it is still to come. */
const LATER = `${new Date().getUTCFullYear() + 1}-01-02`;

test("a store opens with both its hours, and never under another's code", async () => {
  const code = `z${crypto.randomUUID().slice(0, 6)}`;
  await page.goto("/console/stores");
  await page.getByRole("button", { name: "添加门店" }).click();
  await page.getByLabel("名称", { exact: true }).fill("江边店");
  await page.getByLabel("编码", { exact: true }).fill(code);
  await page.getByLabel("开门").fill("9");
  await page.getByRole("button", { name: "保存门店" }).click();
  await page.getByText("开门和关门都要填。").waitFor();
  await page.getByLabel("关门").fill("2130");
  await page.getByRole("button", { name: "保存门店" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const find = page.getByRole("searchbox", { name: "店名、编码或地址" });
  await find.fill(code.toLowerCase());
  await find.press("Enter");
  const row = page.getByRole("row").filter({ hasText: code });
  await row.getByText("每天 09:00–21:30").waitFor();
  await page.getByRole("row").nth(2).waitFor({ state: "detached" });
  assert.equal(await page.getByRole("row").count(), 2, "its row and the head");

  await page.getByRole("button", { name: "添加门店" }).click();
  await page.getByLabel("名称", { exact: true }).fill("河边店");
  await page.getByLabel("编码", { exact: true }).fill(code);
  await page.getByRole("button", { name: "保存门店" }).click();
  await page.getByText("“江边店”已经用了这个编码。").waitFor();
  await page.keyboard.press("Escape");

  await row.getByRole("button", { name: "江边店" }).click();
  await page.getByText("接下来没有特殊营业日。").waitFor();
  await page.getByLabel("日期").fill(LATER.replaceAll("-", ""));
  await page.keyboard.press("Enter");
  await page.getByLabel("全天休息").check();
  await page.getByLabel("说明").fill("盘点");
  await page.getByRole("button", { name: "设为特殊日" }).click();
  await page.getByRole("listitem").filter({ hasText: LATER }).getByText("全天休息 · 盘点").waitFor();
  await expectAccessible(page);
  await shoot(page, "console-store-days");
  await page.getByRole("button", { name: `取消 ${LATER}` }).click();
  await page.getByText("接下来没有特殊营业日。").waitFor();
  assert.deepEqual(faults, []);
});

test("a key ends when the shop's day begins, wherever it is made", async () => {
  const name = `job ${crypto.randomUUID().slice(0, 6)}`;
  await page.goto("/console/keys");
  await page.getByRole("button", { name: "新建密钥" }).click();
  await page.getByLabel("名称").fill(name);
  await page.getByLabel("查看会员").check();
  await page.getByLabel("到期").fill(LATER);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "生成密钥" }).click();
  await page.getByRole("button", { name: "密钥已存好" }).click();
  const keys = (await (await owner.request.get("/v1/keys?limit=200")).json()) as { items: { name: string; expires_at: string }[] };
  const shop = (await (await owner.request.get("/v1/merchant")).json()) as { time_zone: string };
  const made = keys.items.find((one) => one.name === name);
  assert.equal(Date.parse(made?.expires_at ?? ""), Date.parse(beginOf(LATER, shop.time_zone)));
  assert.deepEqual(faults, []);
});

test("orders are found by a typed period, which the address keeps", async () => {
  await page.goto("/console/orders");
  const since = page.getByLabel("从", { exact: true });
  await since.fill("2001-01-02");
  await since.press("Tab");
  await page.waitForURL(/since=2001-01-02/);
  await page.reload();
  assert.equal(await since.inputValue(), "2001-01-02");
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  assert.deepEqual(faults, []);
});

/** Type a text and leave its field before the page draws again, as on a machine that has much to do. */
const typeAndLeave = (field: Locator, typed: string): Promise<void> =>
  field.evaluate((node, text) => {
    const box = node as HTMLInputElement;
    box.focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(box, text);
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    box.blur();
  }, typed);

test("a day that was typed is taken however fast its field is left, and none that may not be chosen", async () => {
  await page.goto("/console/orders");
  const since = page.getByLabel("从", { exact: true }).and(page.locator(":not([readonly])"));
  await since.waitFor(); // its calendar is there
  await typeAndLeave(since, "2001-03-04");
  await page.waitForURL(/since=2001-03-04/);
  await typeAndLeave(since, "2001-03");
  await page.waitForFunction(() => (document.activeElement?.tagName ?? "") === "BODY");
  assert.match(page.url(), /since=2001-03-04/, "half a day is none");
  assert.equal(await since.inputValue(), "2001-03-04");
  assert.deepEqual(faults, []);
});

test("a form opens where writing begins, and a slip of the mouse beside it loses nothing", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/console/members?enrol=1");
  const phone = page.getByLabel("手机号").and(page.locator(":focus"));
  await phone.fill("13900000001");
  await page.mouse.click(20, 880);
  assert.equal(await page.getByRole("dialog").getByLabel("手机号").inputValue(), "13900000001");
  assert.deepEqual(faults, []);
});
