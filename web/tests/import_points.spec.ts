/** Points that a file gives above what one person may: two people, one file, once. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { PHONE, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { letIn, publish, send } from "./two.ts";

const RUN = randomUUID().slice(0, 8);
const BOOK = `old_${RUN}`;
const FILE = `积分-${RUN}.csv`;
let browser: Browser;
let mine: BrowserContext;
let theirs: BrowserContext;

/** Let a second person in, publish a book of points by two people, and bring two members over. */
async function stage(): Promise<void> {
  const one = mine.request;
  const two = theirs.request;
  await letIn(one, two, `move-${RUN}`, "吴运营");
  const books = [{ code: BOOK, name: "Old points", name_zh: "老积分" }];
  const document = { code: `old-${RUN}`, name: "Old shop", name_zh: "老店", books };
  await publish(one, two, document, "搬家");
  const content = `会员编号,姓名\n${RUN}-1,甲\n${RUN}-2,乙\n`;
  await send(one, "/v1/imports", { sheet: "members", file: `会员-${RUN}.csv`, content });
}

before(async () => {
  browser = await openBrowser();
  mine = await openContext(browser);
  theirs = await openContext(browser);
  await signIn(mine);
  await stage();
});
after(() => browser.close());

async function handIn(page: Page): Promise<void> {
  await page.goto("/console/imports");
  await page.getByLabel("导入什么").click();
  await page.locator(".ant-select-item-option").getByText("积分余额", { exact: true }).click();
  const buffer = Buffer.from(`会员编号,账本,积分\n${RUN}-1,${BOOK},6000\n${RUN}-2,${BOOK},6000\n`);
  await page.getByLabel("选择 CSV、XLSX 或 Parquet 文件").setInputFiles({ name: FILE, mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "试导，不写入" }).click();
  await page.getByText("共 2 行：可导入 2 行", { exact: false }).waitFor();
  await page.getByRole("button", { name: "导入 2 行" }).click();
}

/** The second person sees the file and what it gives, and says yes. */
async function approve(id: string): Promise<void> {
  const desk = await theirs.newPage();
  await desk.goto(`/console/approvals?id=${id}`);
  await desk.getByRole("heading", { name: "用文件导入积分 12,000 分" }).waitFor();
  await desk.getByText(`文件“${FILE}”，2 行`).waitFor();
  await desk.getByRole("row", { name: /老积分/ }).getByText("+12,000").waitFor();
  await expectAccessible(desk);
  await shoot(desk, "console-approval-import");
  await desk.setViewportSize(PHONE);
  await expectNoSidewaysScroll(desk);
  await shoot(desk, "console-approval-import-phone");
  await desk.getByLabel("批准或退回的理由").fill("和旧系统核对过");
  await desk.getByRole("button", { name: "批准", exact: true }).click();
  await desk.getByText("已批准", { exact: false }).first().waitFor();
  await desk.close();
}

test("points of a file wait for a second person and come in once", async () => {
  const page = await mine.newPage();
  const faults = faultsOf(page);
  await handIn(page);
  await page.getByText("需要另一位同事批准").waitFor();
  await page.getByText("单人每天上限 10,000", { exact: false }).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-import-waits");
  const id = (await page.locator("[data-approval]").getAttribute("data-approval")) ?? "";
  await approve(id);
  await page.getByText("已批准", { exact: false }).first().waitFor();
  await page.getByRole("button", { name: "导入 2 行" }).click();
  await page.getByText("已导入 2 行，0 行有问题没有导入。").waitFor();
  await handIn(page);
  await page.getByText("其中 2 行以前导入过，没有重复导入。").waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});
