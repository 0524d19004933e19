/** Files as people really have them: odd encodings and headers, spoiled numbers, several sheets, the same file twice. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

let browser: Browser;
let owner: BrowserContext;
let page: Page;
let faults: string[];
const mark = crypto.randomUUID().slice(0, 6);

before(async () => {
  browser = await openBrowser();
  owner = await openContext(browser);
  await signIn(owner);
  page = await owner.newPage();
  faults = faultsOf(page);
});
after(() => browser.close());

/** Hand in a file of members and, unless it is not taken at all, rehearse it. */
async function handIn(name: string, content: string | Uint8Array, tried = true): Promise<void> {
  await page.goto("/console/imports");
  await page.getByLabel("导入什么").click();
  await page.locator(".ant-select-item-option").getByText("会员", { exact: true }).click();
  const buffer = Buffer.from(content as string);
  await page.getByLabel("选择 CSV、XLSX 或 Parquet 文件").setInputFiles({ name, mimeType: "text/csv", buffer });
  if (tried) await page.getByRole("button", { name: "试导，不写入" }).click();
}

test("UTF-16 comes in, and the same file once more is said to be in", async () => {
  const text = `会员编号\t姓名\r\n${mark}-1\t甲\r\n${mark}-2\t"乙\r\n丙"\r\n`;
  const raw = Buffer.from(`\uFEFF${text}`, "utf16le");
  await handIn("会员.txt", raw);
  await page.getByRole("button", { name: "导入 2 行" }).click();
  await page.getByText("已导入 2 行，0 行有问题没有导入。").waitFor();
  await handIn("会员.txt", raw);
  await page.getByRole("button", { name: "导入 2 行" }).click();
  await page.getByText("其中 2 行以前导入过，没有重复导入。").waitFor();
});

test("a phone cut short and the number of a day are refused with the reason, on their lines", async () => {
  const rows = `会员编号,手机号,入会时间\n\n${mark}-3,1.38E+10,\n${mark}-4,,45291\n${mark}-5,,2024/1/1\n`;
  await handIn("坏数字.csv", rows);
  await page.getByText("共 3 行：可导入 1 行，有问题 2 行。", { exact: false }).waitFor();
  const found = page.getByRole("region", { name: "有问题的行" }).getByRole("row");
  assert.match(await found.nth(1).innerText(), /^3\t手机号\t.*科学计数法/s);
  assert.match(await found.nth(2).innerText(), /^4\t入会时间\t.*日期序号/s);
  await expectAccessible(page);
  await shoot(page, "console-import-spoiled");
});

test("two columns that look alike are told, and one is chosen", async () => {
  await handIn("两列.csv", `会员编号,手机,手机号\n${mark}-6,13900000001,13900000002\n`);
  await page.getByText("文件里有几列都像：手机号。请选定一列。").waitFor();
  await page.getByLabel("手机号", { exact: true }).click();
  await page.getByTitle("手机", { exact: true }).click();
  await page.getByText("共 1 行：可导入 1 行", { exact: false }).waitFor();
  await page.getByText("没有用到的列：手机号").waitFor();
});

test("a file without a header says by its first row what each column is", async () => {
  await handIn("没有表头.csv", `${mark}-6,甲一\n${mark}-7,乙二\n`);
  await page.getByText("文件里没有一列认得出来", { exact: false }).waitFor();
  await page.getByRole("switch", { name: "没有表头，第一行就是数据" }).click();
  await page.getByText("没有表头，各列按位置叫 A、B、C。请选出每一列是什么。").waitFor();
  await page.getByText("没有表头.csv，2 行").waitFor();
  const match = async (ours: string, theirs: string) => {
    await page.getByRole("combobox", { name: ours, exact: true }).click();
    await page.locator(".ant-select-dropdown:visible").getByText(theirs, { exact: true }).click();
  };
  await match("姓名", "B：甲一");
  await match("会员编号", `A：${mark}-6`);
  await page.getByText("共 2 行：可导入 2 行，有问题 0 行。", { exact: false }).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-import-bare");
  await page.getByRole("button", { name: "导入 2 行" }).click();
  await page.getByText("已导入 2 行，0 行有问题没有导入。").waitFor();
  await page.goto("/console/members");
  await page.getByLabel("搜索会员", { exact: true }).fill("甲一");
  await page.getByLabel("搜索会员", { exact: true }).press("Enter");
  await page.getByRole("row", { name: /甲/ }).first().waitFor();
});

test("a title above the header is told", async () => {
  await handIn("标题.csv", `会员表,\n会员编号,姓名\n${mark}-7,甲\n`);
  await page.getByText("文件里没有一列认得出来。", { exact: false }).waitFor();
  await expectAccessible(page);
});

test("what is broken, empty, foreign or too long is refused before it is sent", async () => {
  const broken = Buffer.from("会员编号,姓名\n1,王小明\n2,李雷\n");
  broken[broken.length - 3] = 0xff;
  for (const [name, content, told] of [
    ["坏.csv", broken, "第 3 行起文字有损坏"],
    ["空.csv", "会员编号\n\n", "文件里没有数据行。"],
    ["不是文字.csv", Uint8Array.from([0x61, 0, 0x62]), "读不出文字"],
    ["长.csv", `会员编号\n${"1\n".repeat(20_001)}`, "这个文件有 20,001 行，太长了。"],
    ["大.xlsx", Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(500_001)]), "文件太大"],
  ] as const) {
    await handIn(name, content, false);
    await page.getByRole("alert").getByText(told, { exact: false }).waitFor();
  }
  await handIn("旧.xls", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]));
  await page.getByText("这是旧版 Excel，请另存为 XLSX", { exact: false }).waitFor();
  await handIn("网页.xls", "<html><table><tr><td>会员</td></tr></table></html>");
  await page.getByText("这其实是网页或 XML", { exact: false }).waitFor();
});

test("more rows than a request takes come in part by part, faults on the lines of the file", async () => {
  const rows = Array.from({ length: 4_100 }, (_, at) => `${mark}-x${at},${at === 4_050 ? "1.38E+10" : "甲"}`);
  await handIn("长.csv", `会员编号,姓名\n${rows.join("\n")}\n`);
  await page.getByText("共 4,100 行：可导入 4,099 行，有问题 1 行。", { exact: false }).waitFor({ timeout: 120_000 });
  const fault = page.getByRole("region", { name: "有问题的行" }).getByRole("row").nth(1);
  assert.match(await fault.innerText(), /^4,052\t姓名/);
  await page.getByRole("button", { name: "导入 4,099 行" }).click();
  await page.getByText("已导入 4,099 行，1 行有问题没有导入。").waitFor({ timeout: 120_000 });
  await page.getByText("长.csv (3 of 3)").first().waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-import-phone");
  assert.deepEqual(faults, []);
});
