/** A second factor is set up and asked for, a workbook is imported column by column, settings name their source. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { SHOP, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

const PYTHON = process.env["LIUKE_PYTHON"] ?? join(import.meta.dirname, "../../.venv/bin/python");
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
let browser: Browser;
let owner: BrowserContext;

before(async () => {
  browser = await openBrowser();
  owner = await openContext(browser);
  await signIn(owner);
});
after(() => browser.close());

/** Return what an authenticator shows some steps of half a minute from now (RFC 6238). */
function codeOf(secret: string, ahead = 0): string {
  const bits = [...secret.replace(/[=\s]/g, "")].map((one) => LETTERS.indexOf(one).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("a second factor is set up by its code, and asked for at the next sign-in", async () => {
  const name = `safe-${randomUUID().slice(0, 8)}`;
  const password = "quiet-lantern-river-42";
  const invite = await owner.request.post("/v1/staff/invitations", {
    headers: { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": randomUUID() },
    data: [{ sign_in: name, name: "沈审计", role: "auditor" }],
  });
  const [invited] = (await invite.json()) as { token: string }[];
  const theirs = await openContext(browser);
  const page = await theirs.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console/accept#token=${invited?.token}`);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "设置密码并登录" }).click();
  await page.waitForURL("**/console/");
  await page.goto("/console/account");
  await page.getByRole("button", { name: "设置两步验证" }).click();
  await page.getByRole("img", { name: "两步验证的二维码" }).waitFor();
  const secret = (await page.locator(".account-card .lk-code").first().textContent()) ?? "";
  const code = page.getByLabel("6 位数字");
  const turnOn = page.getByRole("button", { name: "开启两步验证" });
  await code.fill(codeOf(secret) === "000000" ? "111111" : "000000");
  await turnOn.click();
  await page.getByRole("alert").first().waitFor();
  await code.fill(codeOf(secret));
  await turnOn.click();
  await page.getByText("已开启：登录时还要输入验证器上的 6 位数字。").waitFor();
  assert.deepEqual(faults, []);

  const again = await openContext(browser);
  const send = (more: object) =>
    again.request.post("/v1/sessions", { headers: { "X-Liuke": "1", Origin: SHOP }, data: { sign_in: name, password, ...more } });
  assert.equal((await send({})).status(), 401, "the password alone is not enough any more");
  assert.equal((await send({ code: codeOf(secret, 1) })).status(), 201);
  await again.close();
  await theirs.close();
});

test("a workbook is rehearsed and imported with its columns matched by hand", async () => {
  const mark = randomUUID().slice(0, 8);
  const file = join(mkdtempSync(join(tmpdir(), "lkx-")), "茶具.xlsx");
  const write = `
import sys, xlsxwriter
book = xlsxwriter.Workbook(sys.argv[1])
sheet = book.add_worksheet()
for at, row in enumerate((("货号", "叫法", "价"), (sys.argv[2], "茶杯", 12.5), (sys.argv[2] + "-b", "茶壶", 88))):
    sheet.write_row(at, 0, row)
book.close()
`;
  execFileSync(PYTHON, ["-c", write, file, `tea-${mark}`]);
  const page = await owner.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/imports");
  await page.getByLabel("选择 CSV 或 XLSX 文件").setInputFiles(file);
  await page.getByRole("button", { name: "试导，不写入" }).click();
  for (const [ours, column] of [["商品名称", "叫法"], ["价格", "价"]] as const) {
    const choice = page.getByLabel(ours, { exact: true });
    if ((await choice.count()) === 0) continue;
    await choice.click();
    await page.getByTitle(column, { exact: true }).click();
    await page.waitForLoadState("networkidle");
  }
  await page.getByText("共 2 行：可导入 2 行", { exact: false }).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-import-workbook");
  await page.getByRole("button", { name: "导入 2 行" }).click();
  await page.getByText("已导入 2 行", { exact: false }).first().waitFor();
  assert.equal((await owner.request.get(`/v1/products/tea-${mark}`)).status(), 200);
  assert.deepEqual(faults, []);
  await page.close();
});

test("settings name the value in effect and where it comes from", async () => {
  const page = await owner.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/system");
  const level = page.getByRole("row").filter({ hasText: "日志级别" });
  await level.getByText("error", { exact: true }).waitFor();
  assert.match((await level.locator("strong").textContent()) ?? "", /LIUKE_LOG_LEVEL|env/, "the source is named");
  const port = page.getByRole("row", { name: /^port / });
  await port.getByText(new URL(SHOP).port, { exact: true }).waitFor();
  await port.getByText("--port", { exact: true }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-system");
  assert.deepEqual(faults, []);
  await page.close();
});
