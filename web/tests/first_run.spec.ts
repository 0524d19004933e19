/** From the set-up link to the first sale: a fresh server, somebody who has read nothing. */

import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { APIRequestContext, Browser, Page } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot } from "./browser.ts";

const PYTHON = process.env["LIUKE_PYTHON"] ?? join(import.meta.dirname, "../../.venv/bin/python");
const home = mkdtempSync(join(tmpdir(), "lkf-"));
let browser: Browser;
let server: ChildProcess;
let link = "";

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, "127.0.0.1", ready));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof address === "object" && address ? address.port : 0;
}

/** Start the house on an empty home and wait for the link it prints. */
async function openHouse(): Promise<string> {
  // The database runs as a person of its own, who has to get in.
  chmodSync(home, 0o755);
  const port = await freePort();
  server = spawn(PYTHON, ["-m", "liuke", "up", "--port", String(port)], {
    env: { ...process.env, LIUKE_HOME: home, LIUKE_LOG_LEVEL: "error" },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  return new Promise((found, failed) => {
    server.once("error", failed);
    server.once("exit", () => failed(new Error(`the house did not open: ${said}`)));
    const listen = (part: Buffer) => {
      said += part.toString();
      const printed = /http:\S+\/console\/setup#token=\S+/.exec(said);
      if (printed) found(printed[0]);
    };
    server.stdout?.on("data", listen);
    server.stderr?.on("data", listen);
  });
}

/** The link is printed before the door opens; wait until somebody answers. */
async function answered(url: string): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    const up = await fetch(new URL("/health", url)).catch(() => null);
    if (up?.ok) return;
    await new Promise((again) => setTimeout(again, 200));
  }
  throw new Error(`nobody answers at ${url}`);
}

before(async () => {
  [browser, link] = await Promise.all([openBrowser(), openHouse()]);
  await answered(link);
});
after(async () => {
  await browser.close();
  server.removeAllListeners("exit");
  const ended = new Promise((done) => server.once("exit", done));
  if (server.pid) process.kill(-server.pid, "SIGTERM");
  await ended;
  rmSync(home, { recursive: true, force: true });
});

async function send<T>(api: APIRequestContext, method: "post" | "put", path: string, data: unknown): Promise<T> {
  const origin = new URL(link).origin;
  const headers = { "X-Liuke": "1", Origin: origin, "Idempotency-Key": crypto.randomUUID() };
  const answer = await api[method](origin + path, { headers, data });
  assert.ok(answer.ok(), `${path} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function nameShop(page: Page): Promise<void> {
  await page.getByLabel("店铺名称").fill("青禾书店");
  await page.getByLabel("第一家门店").fill("中环店");
  await expectAccessible(page);
  await shoot(page, "console-setup-shop");
  await page.getByRole("button", { name: "填店主账号" }).click();
  await page.waitForURL("**/setup?step=owner#token=*");
}

async function becomeOwner(page: Page): Promise<void> {
  await page.getByLabel("您的名字").fill("林青");
  await page.getByLabel("登录名").fill("lin");
  const password = page.getByLabel("密码");
  await password.fill("12345678");
  await page.getByText("太容易猜到").waitFor();
  await password.fill("seven-quiet-herons-42");
  await page.getByText("很好。").waitFor();
  await expectAccessible(page);
  await shoot(page, "console-setup-owner");
  await page.getByRole("button", { name: "创建店铺" }).click();
}

/** Sell something at the counter through the till's own interface. */
async function sellFirst(api: APIRequestContext): Promise<number> {
  await send(api, "put", "/v1/products", [{ code: "tea", name: "普洱茶", skus: [{ code: "1001" }] }]);
  await send(api, "put", "/v1/prices", [{ sku: "1001", price_minor: 2500 }]);
  const [welcomed] = await send<{ member_id: string }[]>(api, "post", "/v1/members", [
    { phone: "13800138000" },
  ]);
  const sale = {
    items: [{ sku: "1001", units: 4 }], member_id: welcomed?.member_id, store: "1", channel: "till",
    source: "story", external_id: "first", tenders: [{ kind: "cash", amount_minor: 10_000 }],
  }; // prettier-ignore
  const receipt = await send<{ decision: { awards?: { points: number }[] } }>(api, "post", "/till/orders", sale);
  return receipt.decision.awards?.[0]?.points ?? 0;
}

/** Home says what to do next, until all of it is done. */
async function readSteps(page: Page): Promise<void> {
  await page.goto(new URL("/console/", link).href);
  const steps = page.getByRole("region", { name: "开张清单" });
  await steps.getByRole("listitem").filter({ hasText: "发布会员方案" }).getByText("已完成").waitFor();
  await steps.getByText("导入商品表，或手动加几样。").waitFor();
  await expectAccessible(page);
  await shoot(page, "console-home-steps");
}

/** Figures follow the sale within seconds. */
async function stepsLeave(page: Page): Promise<void> {
  const steps = page.getByRole("region", { name: "开张清单" });
  for (let tries = 0; tries < 30; tries += 1) {
    await page.reload();
    await page.getByRole("heading", { name: "待办", exact: true }).waitFor();
    await page.waitForLoadState("networkidle");
    if ((await steps.count()) === 0) return;
    await page.waitForTimeout(1000);
  }
  assert.fail("the list of steps stays after all are done");
}

test("somebody who has read nothing opens a shop and sells", async () => {
  const context = await openContext(browser);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(link.replace(/token=.*/, "token=wrong"));
  await nameShop(page);
  await becomeOwner(page);
  await page.getByText("这个链接已经用过或不对").waitFor();

  await page.goto(link);
  await page.reload();
  await page.waitForLoadState("networkidle");
  assert.equal(await page.getByLabel("店铺名称").inputValue(), "青禾书店", "what was typed is kept");
  await nameShop(page);
  await becomeOwner(page);
  await page.waitForURL("**/setup?step=programme");

  await page.getByRole("link", { name: "积分可变", exact: true }).click();
  await page.getByText("100 积分抵 1 元").first().waitFor();
  await expectAccessible(page);
  await shoot(page, "console-setup-programme");
  await page.getByRole("button", { name: "用这个方案开店" }).click();
  await page.getByText("会员方案：积分可变，已生效。").waitFor();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-setup-start");

  const early = await context.newPage();
  await readSteps(early);
  await early.close();

  assert.equal(await sellFirst(context.request), 100, "the first sale earns by the programme");
  await page.getByRole("button", { name: "空着开始，进入首页" }).click();
  await page.waitForURL(/\/console\/?$/);
  await stepsLeave(page);
  assert.deepEqual(faults, []);

  const again = await openContext(browser);
  const late = await again.newPage();
  await late.goto(link);
  await late.getByText("这里已经开好店了，请登录。").waitFor();
  await again.close();
  await context.close();
});
