/** Segments: asked in sentences, counted row by row, explained, compared, frozen, filled from a file. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomInt, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { PHONE, SHOP, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

const PYTHON = process.env["LIUKE_PYTHON"] ?? join(import.meta.dirname, "../../.venv/bin/python");
const RUN = String(randomInt(100_000, 999_999));
const TAG = `seg-${RUN}`;
const PHONES = [1, 2, 3].map(() => `136${randomInt(10_000_000, 99_999_999)}`);
let browser: Browser;
let context: BrowserContext;
let members: string[] = [];

async function send<T>(method: "post" | "put" | "get", path: string, data?: unknown): Promise<T> {
  const answer = await context.request[method](path, {
    headers: { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": randomUUID() },
    ...(data === undefined ? {} : { data }),
  });
  assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

const tagged = (tag: string) => ({ kind: "fact", name: "tag", op: "has", value: tag });
const codeOf = (what: string) => `${what}-${RUN}`;

/** Three members: all tagged, two of them twice; two segments that overlap in these two. */
before(async () => {
  browser = await openBrowser();
  context = await openContext(browser);
  await signIn(context);
  const guests = await send<{ member_id: string }[]>("post", "/v1/members/welcomes", PHONES.map((phone) => (
    { enrolment: { phone, name: "人群测试", form: "console", tags: [TAG] } }
  )));
  members = guests.map((one) => one.member_id);
  await send("post", "/v1/members/tags", members.slice(0, 2).map((member_id) => ({ member_id, tag: `${TAG}-b` })));
  for (const [what, tag] of [["one", TAG], ["two", `${TAG}-b`]] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after another
    await send("post", "/v1/segments", { code: codeOf(what), name: `Tag ${what}`, name_zh: `标签 ${what}`, tree: tagged(tag) });
  }
});
after(() => browser.close());

async function openPage(path: string): Promise<{ page: Page; faults: string[] }> {
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console${path}`);
  return { page, faults };
}

async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.locator(".ant-select-dropdown:visible").getByText(option, { exact: true }).click();
}

const figure = (page: Page, members: number) => page.locator(`[data-members="${members}"]`).waitFor();

test("a template becomes a segment, is edited in sentences and saved as a new version", async () => {
  const { page, faults } = await openPage("/segments?new=1");
  await page.getByRole("combobox", { name: "从哪里开始" }).click();
  await page.locator(".ant-select-dropdown:visible").getByText("沉睡会员", { exact: true }).click();
  await page.getByText("买过，但 180 天没来").waitFor();
  await page.getByLabel("编码").fill(codeOf("dormant"));
  await page.getByRole("button", { name: "新建这个人群" }).click();
  await page.getByRole("heading", { level: 1, name: "沉睡会员" }).waitFor();
  await page.getByText("第 1 版").first().waitFor();
  await pick(page, "添加条件", "做过什么");
  await page.getByRole("combobox", { name: "第 0.1 行：符合还是不符合", exact: true }).click();
  await page.locator(".ant-select-dropdown:visible").getByText("不符合", { exact: true }).click();
  await pick(page, "添加条件", "分组");
  await pick(page, "添加条件到第 0.2 组", "先做什么，再做什么");
  await page.locator('[data-node="0.2.0"]').getByText(/人符合/).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-segment");
  await page.getByRole("button", { name: "保存新版本" }).click();
  await page.getByText("第 2 版").first().waitFor();
  const kept = await send<{ tree: { of: { kind: string }[] } }>("get", `/v1/segments/${codeOf("dormant")}`);
  assert.deepEqual(kept.tree.of.map((one) => one.kind), ["fact", "not", "any"]);
  assert.deepEqual(faults, []);
  await page.close();
});

test("an amount is typed in the currency of the shop, whatever its decimals", async () => {
  const tree = { kind: "all", of: [{ kind: "fact", name: "orders.net", op: ">=", value: 300 }] };
  await send("post", "/v1/segments", { code: codeOf("money"), name: "Money", name_zh: "金额", tree });
  const page = await context.newPage();
  for (const [currency, shown, typed, minor] of [["JPY", "300", "450", 450], ["KWD", "0.300", "4.5", 4500]] as const) {
    /* oxlint-disable no-await-in-loop -- one currency after another */
    await page.route("**/v1/me", async (route) => {
      const answer = await route.fetch();
      const me = (await answer.json()) as { merchant: { currency: string } };
      await route.fulfill({ response: answer, json: { ...me, merchant: { ...me.merchant, currency } } });
    });
    await page.goto(`/console/segments/${codeOf("money")}`);
    const amount = page.locator('[data-node="0.0"]').getByRole("spinbutton");
    await amount.waitFor();
    assert.equal(await amount.inputValue(), shown);
    const counted = page.waitForRequest((one) => one.url().endsWith("/v1/segments/sizes") && (one.postData() ?? "").includes(`:${minor}`));
    await amount.fill(typed);
    await counted;
    await page.unroute("**/v1/me");
    /* oxlint-enable no-await-in-loop */
  }
  await page.close();
});

test("who fits is counted, shown masked, and one member is explained by a link", async () => {
  const { page, faults } = await openPage(`/segments/${codeOf("two")}`);
  await figure(page, 2);
  await page.getByRole("list").filter({ hasText: "人**" }).first().waitFor();
  const box = page.getByLabel("手机号、卡号、姓名或会员编号");
  await box.fill(PHONES[2] ?? "");
  await box.press("Enter");
  await page.getByText(/不在里面$/).waitFor();
  await page.locator('[data-node="0.0"]').getByText(`查到：${TAG}`, { exact: false }).waitFor();
  await page.goto(page.url().replace(/member=[^&]*/, `member=${members[0]}`));
  await page.getByText(/：在里面$/).waitFor();
  assert.equal((await page.content()).includes(PHONES[0] ?? "?"), false, "phones are masked in the source");
  await expectAccessible(page);
  assert.deepEqual(faults, []);
  await page.close();
});

test("the overlap of two segments is a picture, a table and a new segment", async () => {
  const { page, faults } = await openPage(`/segments?overlap=${codeOf("one")},${codeOf("two")}`);
  await page.getByRole("img", { name: "重叠图" }).waitFor();
  const row = (text: RegExp) => page.getByRole("row", { name: text }).last();
  await row(/同时在 .*2$/).waitFor();
  await row(/只在 .*标签 one 1$/).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-segments-overlap");
  await page.getByRole("button", { name: "合成新人群" }).click();
  await page.getByRole("combobox", { name: "怎样合成" }).click();
  await page.locator(".ant-select-dropdown:visible").getByText("第一个减去其余", { exact: true }).click();
  await page.getByLabel("中文名称").fill(`差集 ${RUN}`);
  await page.getByLabel("英文名称").fill(`Rest ${RUN}`);
  await page.getByLabel("编码").fill(codeOf("rest"));
  await page.getByRole("button", { name: "合成这个人群" }).click();
  await page.getByRole("heading", { level: 1, name: `差集 ${RUN}` }).waitFor();
  await figure(page, 1);
  await page.goto(`/console/segments/${codeOf("one")}`);
  await page.getByRole("link", { name: `差集 ${RUN}` }).waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("a list is frozen, filled from a file row by row, and goes out masked", async () => {
  const { page, faults } = await openPage(`/segments/${codeOf("two")}`);
  await page.getByRole("button", { name: "固定为名单" }).click();
  await page.getByLabel("中文名称").fill(`名单 ${RUN}`);
  await page.getByLabel("英文名称").fill(`List ${RUN}`);
  await page.getByLabel("编码").fill(codeOf("kept"));
  await page.getByRole("button", { name: "保存这份名单" }).click();
  await page.getByRole("heading", { level: 1, name: `名单 ${RUN}` }).waitFor();
  await figure(page, 2);
  const content = `手机号\n${PHONES[2]}\n12\n`;
  await page.locator('input[type="file"]').setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
  await page.getByText("2 行，新增 1 人。").waitFor();
  await page.getByRole("row", { name: "3 找不到这位会员" }).waitFor();
  await figure(page, 3);
  await expectAccessible(page);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出（隐去个人信息）" }).click()]);
  const text = readFileSync(await file.path(), "utf8");
  assert.equal(text.trim().split(/\r?\n/).length, 4);
  assert.equal(text.includes(PHONES[0] ?? "?"), false);
  await page.getByRole("button", { name: "导出手机号" }).click();
  await page.getByLabel("原因").fill("回访");
  await page.getByRole("button", { name: "导出 3 人" }).click();
  await page.locator("[data-approval]").waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("a list takes the sheet of a workbook that is chosen", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "lks-")), "名单.xlsx");
  const write = `
import sys, xlsxwriter
book = xlsxwriter.Workbook(sys.argv[1])
for name, phones in (("一月", sys.argv[2:3]), ("二月", sys.argv[3:])):
    sheet = book.add_worksheet(name)
    for at, phone in enumerate(["手机号", *phones]):
        sheet.write_string(at, 0, phone)
book.close()
`;
  execFileSync(PYTHON, ["-c", write, file, ...PHONES]);
  await send("post", "/v1/segments", { code: codeOf("book"), name: `Book ${RUN}`, name_zh: `成册 ${RUN}` });
  const { page, faults } = await openPage(`/segments/${codeOf("book")}`);
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.getByRole("combobox", { name: "导入哪张工作表" }).click();
  await page.getByTitle("二月（2 行）").click();
  await shoot(page, "console-segment-book");
  await page.getByRole("button", { name: "导入 名单.xlsx" }).click();
  await page.getByText("2 行，新增 2 人。").waitFor();
  await figure(page, 2);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  assert.deepEqual(faults, []);
  await page.close();
});

test("members are listed by the same builder, by keyboard alone", async () => {
  const { page, faults } = await openPage("/members?filter=1");
  const add = page.getByRole("combobox", { name: "添加条件", exact: true });
  await add.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const row = page.locator('[data-node="0.0"]');
  await row.waitFor();
  await row.getByLabel("值", { exact: true }).focus();
  await page.keyboard.type("3");
  await page.getByRole("button", { name: "按条件列出" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**where=*");
  assert.deepEqual(faults, []);
  await page.close();
});

test("on a phone, in English and dark, nothing is lost", async () => {
  const small = await openContext(browser, { language: "en", scheme: "dark", viewport: PHONE });
  await signIn(small);
  for (const path of ["/segments", `/segments/${codeOf("dormant")}`, `/segments?overlap=${codeOf("one")},${codeOf("two")}`]) {
    const page = await small.newPage();
    const faults = faultsOf(page);
    // oxlint-disable-next-line no-await-in-loop -- one page after another
    await page.goto(`/console${path}`);
    // oxlint-disable-next-line no-await-in-loop -- one page after another
    if (path.includes("overlap")) await page.getByRole("img", { name: "Picture of the overlap" }).waitFor();
    // oxlint-disable-next-line no-await-in-loop -- one page after another
    await shoot(page, `console-phone${path.replace(/\W+/g, "-").replaceAll(RUN, "")}`);
    // oxlint-disable-next-line no-await-in-loop -- one page after another
    await expectNoSidewaysScroll(page);
    // oxlint-disable-next-line no-await-in-loop -- one page after another
    await expectAccessible(page);
    assert.deepEqual(faults, []);
    // oxlint-disable-next-line no-await-in-loop -- one page after another
    await page.close();
  }
  await small.close();
});
