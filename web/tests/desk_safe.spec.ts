/** A second factor is set up and asked for, a workbook is imported column by column, settings name their source,
 * the lake is brought to now, and the models are set. */

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
book.add_worksheet("说明").write(0, 0, "导出时间 2026-01-01")
sheet = book.add_worksheet("货")
for at, row in enumerate((("货号", "叫法", "价"), (sys.argv[2], "茶杯", 12.5), (sys.argv[2] + "-b", "茶壶", 88))):
    sheet.write_row(at, 0, row)
book.close()
`;
  execFileSync(PYTHON, ["-c", write, file, `tea-${mark}`]);
  const page = await owner.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/imports");
  await page.getByLabel("选择 CSV、XLSX 或 Parquet 文件").setInputFiles(file);
  await page.getByLabel("导入哪张工作表").waitFor();
  await page.getByText("货（2 行）").waitFor();
  await page.getByRole("button", { name: "试导，不写入" }).click();
  for (const [ours, column] of [["商品名称", "叫法"], ["价格", "价"]] as const) {
    await page.getByLabel(ours, { exact: true }).click();
    await page.getByTitle(column, { exact: true }).click();
    await page.waitForLoadState("networkidle");
  }
  await page.getByText("共 2 行：可导入 2 行", { exact: false }).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-import-workbook");
  await page.getByRole("button", { name: "导入 2 行" }).click();
  await page.getByText("已导入 2 行", { exact: false }).first().waitFor();
  await page.getByText("茶具.xlsx · 货").first().waitFor();
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
  await page.getByText(/^内置 PostgreSQL 18/).waitFor();
  await page.getByText("请另存一份，不要和数据库备份放在一起").waitFor();

  const lake = page.getByRole("region", { name: "数据湖" });
  await lake.getByRole("button", { name: "更新到现在" }).click();
  await lake.getByText("已更新到现在。").waitFor();
  await lake.getByText(/^更新到 (此刻|\d+ 秒前)$/).waitFor();
  await lake.getByText("没有，都更新到同一时刻").waitFor();
  await lake.getByText(/^各表明细/).click();
  await lake.getByText("checkout_order", { exact: true }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-system");
  assert.deepEqual(faults, []);
  await page.close();
});

test("settings of the models are refused beside their field, saved, taken back and put to default", async () => {
  const page = await owner.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/models?tab=settings");
  const dormant = page.getByLabel("沉睡：沉默", { exact: true });
  const months = page.getByLabel("往后看多久", { exact: true });
  await dormant.fill("1.5");
  await page.getByRole("button", { name: "保存 1 项改动" }).click();
  await page.getByText("不能比前一个阶段更早").waitFor();
  await page.getByRole("button", { name: "恢复默认：沉睡：沉默" }).click();
  assert.equal(await dormant.inputValue(), "4");
  await months.fill("900");
  await page.getByRole("button", { name: "保存 1 项改动" }).click();
  await page.getByText("不能大于 60").waitFor();
  await expectAccessible(page);

  await months.fill("24");
  await page.getByText("固定分界", { exact: true }).click();
  await page.getByLabel("订单数 第 1 档").waitFor();
  await page.getByLabel("常客：至少订单数").fill("5");
  await page.getByRole("button", { name: "保存 3 项改动" }).click();
  await page.getByText("已保存，从下一次计算起生效。").waitFor();
  const kept = async () => (await (await owner.request.get("/v1/models/settings")).json()) as { horizon: { months: number }; cuts: unknown };
  assert.equal((await kept()).horizon.months, 24);
  await page.getByRole("button", { name: "全部恢复默认" }).waitFor();
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-models-settings");
  await page.getByRole("button", { name: "撤销" }).click();
  await page.getByRole("button", { name: "全部恢复默认" }).waitFor({ state: "detached" });
  assert.deepEqual(await kept().then((found) => [found.horizon.months, found.cuts]), [12, null]);
  assert.deepEqual(faults, []);
  await page.close();
});

test("who saves settings second sees what the first changed, and loses nothing", async () => {
  const page = await owner.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/models?tab=settings");
  const months = page.getByLabel("往后看多久", { exact: true });
  await months.fill("18");
  const read = (await (await owner.request.get("/v1/models/settings")).json()) as { window_days: number };
  const headers = { "X-Liuke": "1", Origin: SHOP };
  await owner.request.put("/v1/models/settings", { headers, data: { ...read, window_days: 200 } });
  await page.getByRole("button", { name: "保存 1 项改动" }).click();
  await page.getByText("没有保存：这些设定刚被别人改过。", { exact: false }).waitFor();
  await page.getByText("365 天 → 200 天", { exact: false }).waitFor();
  assert.equal(await months.inputValue(), "18");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-models-meanwhile");
  await page.getByRole("button", { name: "放弃改动" }).click();
  const days = page.getByLabel("看最近多少天", { exact: true });
  await days.and(page.locator("[value='200']")).waitFor();
  await months.fill("18");
  await owner.request.put("/v1/models/settings", { headers, data: { ...read, window_days: 250 } });
  await page.getByRole("button", { name: "保存 1 项改动" }).click();
  await page.getByText("200 天 → 250 天", { exact: false }).waitFor();
  await page.getByRole("button", { name: "保留对方的改动，加上我的" }).click();
  await page.getByText("已保存，从下一次计算起生效。").waitFor();
  const kept = (await (await owner.request.get("/v1/models/settings")).json()) as { window_days: number; horizon: { months: number } };
  assert.deepEqual([kept.window_days, kept.horizon.months], [250, 18]);
  await owner.request.put("/v1/models/settings", { headers, data: read });
  assert.deepEqual(faults, []);
  await page.close();
});
