/** What staff keep of a member: numbers, cards, who lives together, children on the guardian's word, notes. */

import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { send } from "./counter.ts";
import { PHONE, SHOP, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

const FIRST = `138${randomInt(10_000_000, 99_000_000)}`;
const SECOND = `137${randomInt(10_000_000, 99_000_000)}`;
const MAIL = `lin.${randomUUID().slice(0, 8)}@example.com`;
let browser: Browser;
let context: BrowserContext;
let member = "";
let partner = "";

async function joined(phone: string, name: string): Promise<string> {
  const answer = await context.request.post("/v1/members/welcomes", {
    headers: { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": randomUUID() },
    data: [{ enrolment: { phone, name, form: "console" } }],
  });
  assert.ok(answer.ok(), await answer.text());
  const [guest] = (await answer.json()) as { member_id: string }[];
  return guest?.member_id ?? "";
}

before(async () => {
  browser = await openBrowser();
  context = await openContext(browser);
  await signIn(context);
  member = await joined(FIRST, "林若兰");
  partner = await joined(SECOND, "林修竹");
});
after(() => browser.close());

async function openMember(): Promise<{ page: Page; faults: string[] }> {
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console/members/${member}`);
  await page.getByRole("heading", { name: "家庭" }).waitFor();
  return { page, faults };
}

test("a further number finds the member, until it is taken away", async () => {
  const { page, faults } = await openMember();
  await page.getByRole("button", { name: "加一个号码" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "号码种类" }).click();
  await page.getByTitle("邮箱", { exact: true }).click();
  await dialog.getByLabel("号码", { exact: true }).fill(MAIL);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "加一个号码" }).click();
  const drop = page.getByRole("button", { name: "去掉邮箱" });
  await drop.waitFor();
  const found = await page.request.post("/v1/searches", { headers: { "X-Liuke": "1", Origin: SHOP }, data: { text: MAIL } });
  assert.equal(((await found.json()) as { members: { id: string }[] }).members[0]?.id, member);
  await drop.click();
  await page.locator(".ant-popconfirm").getByRole("button", { name: "去掉邮箱" }).click();
  await drop.first().waitFor({ state: "detached" });
  assert.deepEqual(faults, []);
  await page.close();
});

test("a card is issued, reported lost and replaced", async () => {
  const { page, faults } = await openMember();
  const cards = page.getByRole("list", { name: "会员卡" });
  const before = await cards.getByRole("listitem").count();
  await page.getByRole("button", { name: "发卡" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "发卡" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await cards.getByRole("listitem").nth(before).waitFor();
  await cards.getByRole("button", { name: "挂失" }).last().click();
  await page.locator(".ant-popconfirm").getByRole("button", { name: "挂失" }).click();
  await cards.getByText("已挂失").waitFor();
  await cards.getByRole("listitem").filter({ hasText: "已挂失" }).getByRole("button", { name: "换卡" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "换卡" }).click();
  await cards.getByText("已换卡").waitFor();
  await cards.getByRole("listitem").nth(before + 1).waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("two members live together, and one leaves again", async () => {
  const { page, faults } = await openMember();
  await page.getByRole("button", { name: "加入家庭" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "和谁同住" }).fill(SECOND);
  await page.locator(".ant-select-item-option").first().click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "和这位会员同住" }).click();
  const family = page.getByRole("region", { name: "家庭" });
  await family.locator(`a[href$="/members/${partner}"]`).waitFor();
  await family.getByText("本人 伴侣").waitFor();
  await shoot(page, "console-member-family");
  await family.getByRole("button", { name: "离开家庭" }).click();
  await page.locator(".ant-popconfirm").getByRole("button", { name: "离开家庭" }).click();
  await family.locator(`a[href$="/members/${partner}"]`).waitFor({ state: "detached" });
  assert.deepEqual(faults, []);
  await page.close();
});

test("a child under fourteen is kept only on the guardian's word", async () => {
  const { page, faults } = await openMember();
  await page.getByRole("button", { name: "登记孩子" }).click();
  const dialog = page.getByRole("dialog");
  const born = `${new Date().getUTCFullYear() - 3}-03-08`;
  await dialog.getByLabel("出生日期").fill(born);
  await dialog.getByLabel("名字（选填，加密保存）").fill("小满");
  await dialog.getByRole("button", { name: "登记这个孩子" }).click();
  await dialog.getByText("未满 14 周岁，要监护人同意才能登记。").waitFor();
  await dialog.getByRole("checkbox", { name: "监护人已当面同意登记这个孩子的信息" }).check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "登记这个孩子" }).click();
  await page.getByRole("region", { name: "家庭" }).getByText("出生，3 岁").waitFor();
  // The form closes for a moment more, with what was typed in it.
  await dialog.waitFor({ state: "detached" });
  assert.equal((await page.content()).includes("小满"), false, "the name stays sealed");
  assert.deepEqual(faults, []);
  await page.close();
});

test("a note is written and changed; one with a day is told on Home until it is ticked", async () => {
  const { page, faults } = await openMember();
  const colleague = `陈导购 ${randomUUID().slice(0, 4)}`;
  await send(page.request, "post", "/v1/staff/invitations", [{ sign_in: `chen.${randomUUID().slice(0, 8)}`, name: colleague, role: "guide" }]);
  const card = page.getByRole("region", { name: "备注与待办" });
  await card.getByText(/^还没有备注。/).waitFor();
  const write = card.getByRole("button", { name: "写一条备注" });
  await write.click();
  await card.getByRole("button", { name: "写下备注" }).click();
  await card.getByText("请写点内容。").waitFor();
  const text = card.getByLabel("内容");
  await text.fill("怕花生\n爱喝燕麦奶");
  await text.press("Control+Enter");
  const notes = card.getByRole("list", { name: "备注", exact: true });
  await notes.getByText(/林店主 · 今天/).waitFor();
  await notes.getByRole("button", { name: "修改备注：怕花生" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("内容").fill("怕花生和芝麻");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "保存备注" }).click();
  await dialog.waitFor({ state: "detached" });
  await notes.getByText(/改过/).waitFor();
  await write.click();
  await text.fill("生日前打电话");
  const due = card.getByLabel("到期日（选填，选了就是待办）");
  const { merchant } = (await (await page.request.get("/v1/me")).json()) as { merchant: { time_zone: string } };
  await due.fill(new Date().toLocaleDateString("sv-SE", { timeZone: merchant.time_zone }));
  await due.press("Tab");
  const whose = card.getByLabel("交给谁");
  await card.getByTitle("林店主").waitFor();
  await whose.fill(colleague);
  await whose.press("Enter");
  await card.getByRole("button", { name: "加入待办" }).click();
  await card.getByText(`交给${colleague}`).waitFor();
  const box = card.getByRole("list", { name: "待办" }).getByRole("checkbox", { name: "生日前打电话" });
  await box.waitFor();
  await card.getByText("今天到期").waitFor();
  await expectAccessible(page);
  await shoot(page, "console-member-notes");
  await page.goto("/console/");
  await page.getByText("现在没有待办。").waitFor();
  await page.getByText("所有人", { exact: true }).click();
  await page.waitForURL(/todos=all/);
  const row = page.getByRole("list", { name: "到期的会员待办" }).getByRole("listitem").filter({ hasText: "生日前打电话" });
  await row.getByText(colleague).waitFor();
  await row.getByText("今天到期").waitFor();
  await expectAccessible(page);
  await row.getByRole("link").click();
  await box.click();
  await notes.getByRole("checkbox", { name: "生日前打电话", checked: true }).waitFor();
  await notes.getByText(/林店主完成于/).waitFor();
  await notes.getByRole("button", { name: "删除备注：生日前打电话" }).click();
  await page.locator(".ant-popconfirm").getByRole("button", { name: "删除备注" }).click();
  await notes.getByText("生日前打电话").waitFor({ state: "detached" });
  assert.deepEqual(faults, []);
  await page.close();
});

test("the forms are whole on a phone, in English and in the dark", async () => {
  const look = await openContext(browser, { viewport: PHONE, language: "en", scheme: "dark" });
  await signIn(look);
  const page = await look.newPage();
  await page.goto(`/console/members/${member}`);
  await page.getByRole("button", { name: "Add a child" }).click();
  await page.getByRole("dialog").getByText("Under 14 the guardian’s consent is required.").waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-member-child-phone-dark");
  await look.close();
});
