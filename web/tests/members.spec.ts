/** Members: found by what a counter hears, read, tagged, adjusted, asked; and many at once. */

import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { SHOP, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

const FOUR = String(randomInt(1000, 9999));
const PHONE_NUMBER = `139${randomInt(1000, 9999)}${FOUR}`;
const GIVEN = "若兰";
let browser: Browser;
let context: BrowserContext;
let member = "";

async function send<T>(method: "post" | "put" | "get", path: string, data?: unknown): Promise<T> {
  const answer = await context.request[method](path, {
    headers: { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": randomUUID() },
    ...(data === undefined ? {} : { data }),
  });
  assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A member who joined today and bought for 810.00. */
async function joinAndBuy(): Promise<void> {
  const [guest] = await send<{ member_id: string }[]>("post", "/v1/members/welcomes", [
    { enrolment: { phone: PHONE_NUMBER, name: `欧阳${GIVEN}`, form: "console" } },
  ]);
  member = guest?.member_id ?? "";
  const [item] = await send<{ sku: string }[]>("get", "/v1/items?text=8&limit=1");
  const stores = await send<{ items: { code: string }[] }>("get", "/v1/stores?limit=1");
  await send("put", "/v1/prices", [{ sku: item?.sku, price_minor: 81000 }]);
  await send("post", "/till/orders", {
    member_id: member,
    source: "till",
    external_id: randomUUID(),
    store: stores.items[0]?.code,
    channel: "store",
    items: [{ sku: item?.sku, units: 1 }],
    tenders: [{ kind: "cash", amount_minor: 81000 }],
  });
}

before(async () => {
  browser = await openBrowser();
  context = await openContext(browser);
  await signIn(context);
  await joinAndBuy();
});
after(() => browser.close());

async function openPage(path: string): Promise<{ page: Page; faults: string[] }> {
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console${path}`);
  return { page, faults };
}

test("a member is found by phone, last four and pinyin, masked", async () => {
  const { page, faults } = await openPage("/members");
  const box = page.getByLabel("搜索会员", { exact: true });
  for (const text of [PHONE_NUMBER, FOUR, "ouyangruolan"]) {
    await box.fill(text);
    await box.press("Enter");
    await page.getByText(`搜索：${text}`, { exact: true }).waitFor();
    await page.locator(`a[href$="/members/${member}"]`).waitFor();
  }
  await expectAccessible(page);
  assert.equal((await page.content()).includes(PHONE_NUMBER.slice(3, 7) + FOUR), false, "the phone is masked in the source");
  await page.locator(`a[href$="/members/${member}"]`).click();
  await page.getByRole("heading", { level: 1, name: "欧" }).waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("a member's page says why, and tags are taken back", async () => {
  const { page, faults } = await openPage(`/members/${member}`);
  const why = page.getByRole("button", { name: /为什么在这一级$/ }).first();
  await why.click();
  await page.getByRole("heading", { name: "计入的" }).waitFor();
  await page.getByRole("link", { name: "订单", exact: true }).first().waitFor();
  await page.getByLabel("新标签（不含空格）").fill("贵宾");
  await page.getByRole("button", { name: "加标签" }).click();
  await page.getByRole("button", { name: "去掉标签 贵宾" }).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-member");
  await page.getByRole("button", { name: "撤销", exact: true }).click();
  await page.getByRole("button", { name: "去掉标签 贵宾" }).waitFor({ state: "detached" });
  assert.deepEqual(faults, []);
  await page.close();
});

test("a consent is recorded, and the timeline tells it in words", async () => {
  const { page, faults } = await openPage(`/members/${member}`);
  await page.getByRole("button", { name: "记录同意：优惠信息 · 短信" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "记录同意：优惠信息 · 短信" }).click();
  await page.getByText("已记录同意：优惠信息 · 短信。").waitFor();
  await page.getByRole("tab", { name: "时间线" }).click();
  await page.getByRole("tab", { name: "时间线", selected: true }).waitFor();
  await page.getByText(/购买 1 件，实付 .810\.00/).first().waitFor();
  await page.getByText("授权", { exact: true }).click();
  await page.waitForURL("**kinds=consent");
  await page.getByText("同意：优惠信息（短信）。").waitFor();
  await expectAccessible(page);
  assert.deepEqual(faults, []);
  await page.close();
});

test("a small adjustment stands in the ledger, a large one asks a second person", async () => {
  const { page, faults } = await openPage(`/members/${member}?tab=money`);
  await page.getByRole("button", { name: "调整积分" }).click();
  const dialogue = page.getByRole("dialog");
  await dialogue.getByLabel("增加或减少").fill("20000");
  await dialogue.getByLabel("原因").fill("补登丢失的订单");
  await dialogue.getByRole("button", { name: "提交审批：+20,000 积分" }).click();
  await dialogue.getByText("需要另一位同事批准，申请已送出。还没有改动任何内容。").waitFor();
  await expectAccessible(page);
  await dialogue.locator(".ant-modal-footer").getByRole("button", { name: "关闭" }).click();
  await page.getByRole("button", { name: "调整积分" }).click();
  await dialogue.getByLabel("增加或减少").fill("50");
  await dialogue.getByLabel("原因").fill("门店致歉");
  await dialogue.getByRole("button", { name: "调整 +50 积分" }).click();
  await page.getByText(/^已调整 \+50 积分，余额 [\d,]+ 积分。/).waitFor();
  await page.getByRole("row", { name: /调整 \+50 .*门店致歉/ }).waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("members who fit conditions are listed, and many are tagged after a preview", async () => {
  const { page, faults } = await openPage("/members");
  await page.getByRole("button", { name: "筛选", exact: true }).click();
  const choose = (option: string) => page.locator(".ant-select-dropdown:visible").getByText(option, { exact: true }).click();
  await page.getByRole("combobox", { name: "添加条件", exact: true }).click();
  await choose("会员是怎样的");
  const fact = page.getByRole("combobox", { name: "条件", exact: true });
  await fact.fill("累计消费");
  await fact.press("Enter");
  await page.getByRole("combobox", { name: "怎样比较", exact: true }).click();
  await choose("至少");
  await page.getByRole("spinbutton", { name: "值" }).fill("810");
  await page.getByRole("button", { name: "按条件列出" }).click();
  await page.getByText(/^累计消费 至少 .810\.00$/).waitFor();
  await page.getByRole("row", { name: /欧/ }).first().getByRole("checkbox").check();
  await page.getByText("已选 1 位会员").waitFor();
  await page.getByRole("button", { name: "打标签" }).click();
  await page.getByRole("dialog").getByLabel("标签").fill("大客户");
  await page.getByRole("dialog").getByLabel("原因").fill("消费满 810");
  await page.getByRole("button", { name: "预览影响" }).click();
  await page.getByText("这是预览，还没有改动任何会员。").waitFor();
  await expectAccessible(page);
  await shoot(page, "console-members-batch");
  await page.getByRole("button", { name: "给 1 人打标签" }).click();
  await page.getByText("完成：1 人。").waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("what cannot be read is never told as nothing", async () => {
  const { page, faults } = await openPage(`/members/${member}?tab=privacy`);
  await page.getByText("没有合并过。").waitFor();
  const away = { status: 503, headers: { "retry-after": "0" }, json: { code: "database_away", title: "Away.", title_zh: "数据库暂时不可用。" } };
  const asked = /\/v1\/(searches|members\/[^/]+\/(merges|points))(\?.*)?$/;
  await page.route(asked, (route) => route.fulfill(away));
  await page.reload();
  await page.getByRole("alert").filter({ hasText: "数据库暂时不可用。" }).waitFor();
  assert.equal(await page.getByText("没有合并过。").count(), 0);
  await page.getByLabel("找到另一位会员").fill(FOUR);
  await page.locator(".ant-select-dropdown").getByText("数据库暂时不可用。").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "永久清除这位会员" }).click();
  const dialogue = page.getByRole("dialog");
  await dialogue.getByText("数据库暂时不可用。").waitFor();
  assert.equal(await dialogue.getByText("没有积分和可用的券。").count(), 0);
  await page.unroute(asked);
  await dialogue.getByRole("button", { name: "重试" }).click();
  await dialogue.getByRole("listitem").first().waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("whoever is a member already is shown, never enrolled twice", async () => {
  const { page, faults } = await openPage("/members?enrol=1");
  await page.getByRole("dialog").getByLabel("手机号").fill(PHONE_NUMBER);
  await page.getByRole("button", { name: "登记这位会员" }).click();
  await page.getByRole("link", { name: "打开会员页" }).click();
  await page.waitForURL(`**/members/${member}`);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  assert.deepEqual(faults, []);
  await page.close();
});
