/** Lists: cards on a phone with their boxes and buttons, rows as close as wished, single keys or none. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { DESK, PHONE, expectAccessible, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

async function opened(path: string, viewport = PHONE): Promise<{ page: Page; faults: string[] }> {
  const context = await openContext(browser, { viewport });
  await signIn(context);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console${path}`);
  return { page, faults };
}

test("on a phone a member is a card, chosen by its box and by keys", async () => {
  const { page, faults } = await opened("/members");
  const cards = page.locator(".card-row");
  await cards.first().waitFor();
  assert.equal(await page.getByRole("columnheader", { name: "累计消费" }).count(), 0);
  await cards.first().locator("dt").getByText("累计消费", { exact: true }).waitFor();
  await page.getByRole("row").nth(1).getByRole("checkbox").check();
  await page.getByText("已选 1 位会员").waitFor();
  for (const key of ["j", "j", "x"]) await page.keyboard.press(key);
  await page.getByText("已选 2 位会员").waitFor();
  await expectAccessible(page);
  await shoot(page, "console-members-chosen-390");
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("a long list of cards is virtual, and keeps their width", async () => {
  const { page, faults } = await opened("/members");
  const listed = page.getByText(/^已列出/);
  for (const sum of ["100", "150", "200", "250"]) {
    await page.getByRole("button", { name: "更多" }).click();
    await listed.filter({ hasText: `已列出 ${sum} 条` }).waitFor();
  }
  await page.locator(".ant-table-tbody-virtual").waitFor();
  assert.ok((await page.locator(".card-row").count()) < 50, "only what is seen is drawn");
  const wide = await page.locator(".card-row").first().evaluate((one) => one.getBoundingClientRect().width);
  assert.ok(wide > 240, `a card is ${wide} px wide`);
  await expectAccessible(page);
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("the buttons of a row stand in its card", async () => {
  const { page, faults } = await opened("/staff");
  const card = page.locator(".card-row").filter({ hasText: "登录名" }).first();
  await card.getByRole("button").first().waitFor();
  await page.getByRole("tab", { name: "角色权限" }).click();
  await page.locator(".card-row").filter({ hasText: "批准或退回申请" }).getByText("店主、运营").waitFor();
  await expectAccessible(page);
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("rows stand as close as somebody wished, on the next list too", async () => {
  const { page, faults } = await opened("/orders", DESK);
  const row = page.locator(".ant-table-row").first();
  const high = () => row.evaluate((one) => one.getBoundingClientRect().height);
  await row.waitFor();
  const usual = await high();
  await page.getByRole("button", { name: "列", exact: true }).click();
  await page.getByText("紧", { exact: true }).click();
  await page.locator(".list-tight").waitFor();
  assert.ok((await high()) < usual);
  await page.goto("/console/members");
  await page.locator(".list-tight .ant-table-row").first().waitFor();
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("single keys are listed, and act no more once they are switched off", async () => {
  const { page, faults } = await opened("/", DESK);
  const go = async () => {
    for (const key of ["g", "m"]) await page.keyboard.press(key);
  };
  await page.getByRole("button", { name: /^我的账号/ }).click();
  await page.getByRole("menuitem", { name: "键盘操作" }).click();
  const box = page.getByRole("checkbox", { name: /^使用单个按键/ });
  await box.uncheck();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await box.waitFor({ state: "hidden" });
  await page.locator("h1").click();
  await go();
  await page.waitForTimeout(300);
  assert.match(page.url(), /\/console\/$/);
  await page.evaluate(() => localStorage.removeItem("liuke.letters"));
  await go();
  await page.waitForURL("**/console/members");
  assert.deepEqual(faults, []);
  await page.context().close();
});
