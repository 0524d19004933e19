/** Jobs that failed for the last time are told with their error, let go again, or given up with a reason. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { expectAccessible, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

const ROOT = join(import.meta.dirname, "../..");
const PYTHON = process.env["LIUKE_PYTHON"] ?? join(ROOT, ".venv/bin/python");
let browser: Browser;
let context: BrowserContext;

/** Do what a worker does after its last attempt. */
function hold(name: string, problem: string): void {
  execFileSync(PYTHON, ["-m", "tools.hold", name, problem], { cwd: ROOT, env: process.env });
}

before(async () => {
  browser = await openBrowser();
  context = await openContext(browser);
  await signIn(context);
  hold("desk.figures", "statement_timeout");
  hold("coupons.expire", "connection_lost");
});
after(() => browser.close());

test("home names what is held; one job runs again, the other is given up with a reason", async () => {
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/");
  await page.getByRole("link", { name: /个任务停下了$/ }).click();
  const figures = page.getByRole("listitem").filter({ hasText: "经营数字" });
  await figures.getByText("statement_timeout").waitFor();
  const remind = page.getByRole("listitem").filter({ hasText: "优惠券到期" });
  await remind.getByText("connection_lost").waitFor();
  await expectAccessible(page);
  await shoot(page, "console-jobs-held");

  await figures.getByRole("button", { name: "重试 经营数字" }).click();
  await figures.waitFor({ state: "detached" });
  await remind.getByRole("button", { name: "放弃 优惠券到期" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "放弃 1 个任务" }).click();
  await dialog.getByText("请写明原因", { exact: false }).first().waitFor();
  await dialog.getByLabel("原因").fill("昨天没有到期的券");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "放弃 1 个任务" }).click();
  await remind.waitFor({ state: "detached" });

  await page.goto("/console/audit?action=jobs.dismissed");
  await page.getByText("昨天没有到期的券").first().waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("the page of the audit log says whether its chain holds", async () => {
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/audit");
  const chain = page.locator("[data-chain]");
  await chain.getByText(/刚刚核对了最近封存的|还没有封存过/).waitFor();
  await chain.getByRole("button", { name: "再核对一次" }).click();
  await chain.getByText(/刚刚核对了最近封存的|还没有封存过/).waitFor();
  assert.equal(await chain.getAttribute("data-chain"), "fits");
  await expectAccessible(page);
  await shoot(page, "console-audit-chain");
  assert.deepEqual(faults, []);
  await page.close();
});
