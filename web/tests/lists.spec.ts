/** Lists and their frame: cards on a phone, rows as wished, keys, views, a row beside its list, store, help, files in clear. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { DESK, PHONE, expectAccessible, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { letIn, send } from "./two.ts";

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

test("a list is kept as a view, found again with its filters and columns, and put back when dropped by mistake", async () => {
  const { page, faults } = await opened("/orders?state=paid", DESK);
  await page.locator(".ant-table-row").first().waitFor();
  await page.getByRole("button", { name: "列", exact: true }).click();
  await page.getByRole("checkbox", { name: "已退" }).uncheck();
  await page.getByRole("columnheader", { name: "已退" }).waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "存为视图" }).click();
  await page.getByRole("dialog").getByLabel("名称").fill("待发货");
  await page.getByRole("dialog").getByRole("button", { name: "存为视图" }).click();
  const views = page.getByRole("navigation", { name: "已存视图" });
  const view = views.getByRole("link", { name: "待发货" });
  await view.and(page.locator("[aria-current=true]")).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-orders-views");
  await page.evaluate(() => localStorage.clear());
  await page.goto("/console/orders");
  await page.getByRole("columnheader", { name: "已退" }).waitFor();
  await view.click();
  await page.getByRole("columnheader", { name: "已退" }).waitFor({ state: "detached" });
  assert.equal(new URL(page.url()).searchParams.get("state"), "paid");
  await views.getByRole("button", { name: "删除视图 待发货" }).click();
  await views.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "撤销" }).click();
  await view.waitFor();
  await views.getByRole("button", { name: "删除视图 待发货" }).click();
  await views.waitFor({ state: "detached" });
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("Enter opens a row beside the list, j goes on in it, Esc gives the focus back to the row", async () => {
  const { page, faults } = await opened("/members", DESK);
  const rows = page.locator(".ant-table-row");
  await rows.first().waitFor();
  const here = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset["rowKey"] ?? "");
  const [, second, third] = await rows.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["rowKey"]));
  for (const key of ["j", "ArrowDown"]) await page.keyboard.press(key);
  assert.equal(await here(), second);
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog");
  await panel.getByRole("link", { name: "打开整页" }).waitFor();
  await panel.locator(".moments, .lk-empty").first().waitFor();
  await expectAccessible(page);
  await shoot(page, "console-members-peek");
  await page.keyboard.press("j");
  await page.waitForURL(`**peek=members%3A${third ?? ""}`);
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  assert.equal(await here(), third);
  await page.goto(`/console/members?peek=members:${second ?? ""}`);
  await panel.getByRole("link", { name: "打开整页" }).click();
  await page.waitForURL(`**/members/${second ?? ""}`);
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("a store that is chosen scopes the pages that have stores, until all are chosen again", async () => {
  const { page, faults } = await opened("/", DESK);
  const store = page.getByRole("combobox", { name: "看哪家门店" });
  await store.click();
  const option = page.locator(".ant-select-item-option").nth(1);
  const name = (await option.textContent()) ?? "";
  await option.click();
  await page.waitForURL("**store_id=*");
  await page.getByRole("link", { name: "订单与退货" }).click();
  await page.waitForURL("**/orders?store=*");
  await page.getByRole("button", { name: `去掉筛选：${name}` }).click();
  await page.waitForURL("**/orders");
  await page.getByRole("link", { name: "商品", exact: true }).click();
  await page.locator("h1", { hasText: "商品" }).waitFor();
  assert.equal(await store.count(), 0, "goods are of every store");
  await page.getByRole("link", { name: "会员", exact: true }).click();
  await page.waitForURL("**/members?store_id=*");
  await store.click();
  await page.locator(".ant-select-item-option").first().click();
  await page.waitForURL("**/members");
  await page.getByRole("link", { name: "订单与退货" }).click();
  await page.locator(".ant-table-row").first().waitFor();
  assert.equal(new URL(page.url()).search, "");
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("help opens the guide to the page, goes on to others, and gives the focus back", async () => {
  const { page, faults } = await opened("/segments", DESK);
  const help = page.getByRole("button", { name: "帮助" });
  await help.click();
  const panel = page.getByRole("dialog", { name: "帮助" });
  await panel.getByRole("heading", { name: /^人群/ }).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-help");
  await panel.getByRole("button", { name: "收银台", exact: true }).click();
  await panel.getByRole("heading", { name: /收银台/ }).first().waitFor();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  assert.equal(await help.evaluate((one) => one === document.activeElement), true);
  await page.goto("/console/help/operate");
  await page.getByRole("heading", { level: 1, name: "运行与维护" }).waitFor();
  await expectAccessible(page);
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("names and phones of a list leave by the word of a second person, once", async () => {
  const { page, faults } = await opened("/members", DESK);
  const other = await openContext(browser);
  await letIn(page.context().request, other.request, `takes_${Date.now()}`, "周敏");
  const ask = async () => {
    await page.getByRole("button", { name: "导出表格" }).click();
    await page.getByRole("menuitem", { name: /^含姓名和手机号/ }).click();
    await page.getByLabel("原因").fill("节前电话回访");
    await page.getByRole("button", { name: /^导出 [\d,]+ 人$/ }).click();
    await page.locator(".reason-waits").waitFor();
    return (await page.locator(".reason-waits").getAttribute("data-approval")) ?? "";
  };
  const phone = `+86139${String(Date.now()).slice(-8)}`;
  await send(page.context().request, "/v1/members", [{ phone, name: "许三多", source: "till" }]);
  await page.reload();
  await page.locator(".ant-table-row").first().waitFor();
  const approval = await ask();
  await shoot(page, "console-members-take");
  await page.goto(`/console/approvals?tab=mine&id=${approval}`);
  await page.getByRole("heading", { name: /^导出 [\d,]+ 位会员的资料/ }).waitFor();
  await send(other.request, `/v1/approvals/${approval}/decisions`, { approve: true, reason: "名单已核对" });
  await page.reload();
  assert.equal(await page.getByRole("button", { name: "撤回申请" }).count(), 0, "what is decided is not taken back");
  await page.getByRole("link", { name: "现在去" }).click();
  await page.getByLabel("原因").fill("节前电话回访");
  await page.getByRole("button", { name: /^导出 [\d,]+ 人$/ }).click();
  const coming = page.waitForEvent("download");
  await page.locator(".reason-waits").getByRole("button").click();
  const text = readFileSync(await (await coming).path(), "utf8");
  assert.ok(text.includes("许三多") && text.includes(phone), text.slice(0, 400));
  assert.ok(!/\d\*{4}\d/.test(text), "nothing in it is masked");
  const another = await ask();
  assert.notEqual(another, approval);
  await page.goto(`/console/approvals?tab=mine&id=${another}`);
  await page.getByRole("button", { name: "撤回申请" }).click();
  await page.locator("#approval").getByText("已撤回").waitFor();
  assert.deepEqual(faults, []);
  await other.close();
  await page.context().close();
});
