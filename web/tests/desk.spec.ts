/** The desk: return a unit, invite a guide, make and revoke a key, rehearse a file, end a session. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { somePhone } from "./counter.ts";
import { DESK, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, PHONE, shoot, SHOP, signIn } from "./browser.ts";

let browser: Browser;
let owner: BrowserContext;
let page: Page;
let faults: string[];

before(async () => {
  browser = await openBrowser();
  owner = await openContext(browser);
  await signIn(owner);
  page = await owner.newPage();
  faults = faultsOf(page);
});
after(() => browser.close());

async function send<T>(method: "post" | "put", path: string, data: unknown): Promise<T> {
  const headers = { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": crypto.randomUUID() };
  const answer = await owner.request[method](path, { headers, data });
  assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Sell two of a thing of this test's own; its order. */
async function sellTwo(member_id?: string, price_minor = 9_900): Promise<string> {
  const sku = `desk-${crypto.randomUUID().slice(0, 8)}`;
  const sold = { code: sku, name: "白色 T 恤", skus: [{ code: sku, price_minor }] };
  await send("put", "/v1/products", [sold]);
  const stores = (await (await owner.request.get("/v1/stores?limit=1")).json()) as { items: { code: string }[] };
  const sale = {
    external_id: `R-${sku}`,
    ...(member_id ? { member_id } : {}),
    store: stores.items[0]?.code,
    items: [{ sku, units: 2 }],
    tenders: [{ kind: "cash", amount_minor: 2 * price_minor }],
  };
  return (await send<{ id: string }>("post", "/till/orders", sale)).id;
}

test("one of two units is returned, and the order says so", async () => {
  const order = await sellTwo();
  await page.goto(`/console/orders/${order}`);
  await page.getByRole("heading", { name: "价格怎么来的" }).waitFor();
  await page.getByRole("button", { name: "办理退货" }).click();
  await page.getByLabel("退 白色 T 恤 第 1 件").check();
  await page.getByLabel("退货原因").fill("尺码不合");
  await page.keyboard.press("Escape");
  const back = page.getByRole("button", { name: /^退 1 件，退款 .99\.00$/ });
  await back.waitFor();
  await expectAccessible(page);
  await shoot(page, "console-return");
  await back.click();
  // The button says the same words until it is gone with its drawer: only a row of the order counts.
  const line = page.getByRole("listitem").filter({ hasText: /退 1 件，退款 .99\.00/ });
  await line.getByText("原因：尺码不合").waitFor();
  assert.equal(await page.getByText("已退 1 件").count(), 1);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-order");
  assert.deepEqual(faults, []);
});

test("what calling an order off repays is said before it is done", async () => {
  await page.goto(`/console/orders/${await sellTwo()}`);
  await page.getByRole("button", { name: "取消订单" }).click();
  const dialogue = page.getByRole("dialog");
  await dialogue.getByText("没有积分、券或等级受影响。").waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-call-off");
  await dialogue.getByRole("button", { name: /^取消订单，退款 .198\.00$/ }).click();
  await page.getByText("已取消").first().waitFor();
  assert.deepEqual(faults, []);
});

test("a return made while the order cannot be read anew leaves the order standing", async () => {
  const order = await sellTwo();
  await page.goto(`/console/orders/${order}?return=1`);
  await page.getByLabel("退 白色 T 恤 第 2 件").check();
  await page.getByLabel("退货原因").fill("不想要了");
  const away = { code: "database_away", title: "Away.", title_zh: "数据库暂时不可用。" };
  await page.route(`**/till/orders/${order}`, (route) => route.fulfill({ status: 503, headers: { "retry-after": "0" }, json: away }));
  await page.getByRole("button", { name: /^退 1 件，退款/ }).click();
  const told = page.getByRole("alert").filter({ hasText: "数据库暂时不可用。" });
  await told.waitFor();
  await page.getByRole("heading", { name: "价格怎么来的" }).waitFor();
  await page.unroute(`**/till/orders/${order}`);
  await told.getByRole("button", { name: "重试" }).click();
  await page.getByRole("listitem").filter({ hasText: "原因：不想要了" }).waitFor();
  await told.waitFor({ state: "detached" });
  assert.deepEqual(faults, []);
});

test("a member's order names the buyer, and what a return undoes by its books and levels", async () => {
  const [made] = await send<{ member_id: string }[]>("post", "/v1/members", [{ phone: somePhone(), name: "许三多", source: "till" }]);
  await page.goto(`/console/orders/${await sellTwo(made?.member_id, 32_000)}?return=1`);
  await page.getByRole("link", { name: /^许/ }).waitFor();
  await page.getByLabel("退 白色 T 恤 第 1 件").check();
  await page.getByText(/^扣回这些商品带来的 .*星星/).waitFor();
  const falls = ["等级：玉星级 → 银星级（星级）", "收回礼遇“玉星礼”（已用掉的除外）"];
  const goal = "星级的进度扣回 320.00 美元：640.00 美元 → 320.00 美元。再消费 280.00 美元，升级为玉星级。";
  for (const line of [...falls, goal]) await page.getByText(line).waitFor();
  await shoot(page, "console-return-level");
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  await page.waitForFunction(() => (document.querySelector(".back-result")?.getBoundingClientRect().left ?? -1) >= 0);
  await shoot(page, "console-return-level-phone");
  await page.setViewportSize(DESK);
  assert.deepEqual(faults, []);
});

test("an invited guide sees no settings, and is told so by address", async () => {
  const name = `guide-${crypto.randomUUID().slice(0, 8)}`;
  await page.goto("/console/staff");
  await page.getByRole("button", { name: "邀请员工" }).click();
  await page.getByRole("textbox", { name: "姓名" }).fill("小陈");
  await page.getByRole("textbox", { name: "登录名" }).fill(name);
  await page.getByLabel("角色", { exact: true }).click();
  await page.getByTitle("导购", { exact: true }).click();
  await page.getByRole("button", { name: "生成邀请链接" }).click();
  const link = await page.locator(".once code").textContent();
  assert.match(link ?? "", /\/console\/accept#token=/);
  await page.getByRole("button", { name: "链接已发给对方" }).click();

  const guide = await openContext(browser);
  const own = await guide.newPage();
  await own.goto(new URL(link ?? "").pathname + new URL(link ?? "").hash);
  await own.getByLabel("密码").fill("quiet-lantern-river-42");
  await own.getByRole("button", { name: "设置密码并登录" }).click();
  await own.waitForURL("**/console/");
  const menu = own.getByRole("navigation", { name: "菜单" });
  await menu.getByText("订单与退货").waitFor();
  for (const hidden of ["接口密钥", "员工与角色", "操作记录", "系统设置"]) {
    assert.equal(await menu.getByText(hidden).count(), 0, hidden);
  }
  await own.goto("/console/keys");
  await own.getByText("您的角色没有这项权限：查看接口密钥。").waitFor();
  await own.getByText("有这项权限的角色：店主、审计。请店主调整。").waitFor();
  await expectAccessible(own);
  assert.equal((await guide.request.get("/v1/keys")).status(), 403);

  const row = page.getByRole("row").filter({ hasText: name });
  await page.goto("/console/staff");
  await row.getByRole("button", { name: "给 小陈 调岗" }).click();
  await page.getByLabel("角色", { exact: true }).click();
  await page.getByTitle("店长", { exact: true }).last().click();
  await shoot(page, "staff-assign");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await row.getByText("店长").waitFor();
  assert.equal((await guide.request.get("/v1/me")).status(), 401);
});

test("a key is made, shown once, and revoked", async () => {
  const name = `till ${crypto.randomUUID().slice(0, 6)}`;
  await page.goto("/console/keys");
  await page.getByRole("button", { name: "新建密钥" }).click();
  await page.getByLabel("名称").fill(name);
  await page.getByLabel("试算价格").check();
  await page.getByLabel("查看会员").check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "生成密钥" }).click();
  const key = (await page.locator(".once code").textContent()) ?? "";
  assert.ok(key.length > 20, key);
  await page.getByRole("button", { name: "密钥已存好" }).click();
  assert.equal((await page.content()).includes(key), false);
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByText("2 项权限").waitFor();
  await row.getByRole("button", { name: `停用 ${name}` }).click();
  await page.getByRole("tooltip").getByRole("button", { name: `停用 ${name}` }).click();
  await row.getByText("已停用").waitFor();
  const asked = await browser.newContext({ baseURL: SHOP });
  assert.equal((await asked.request.get("/v1/me", { headers: { Authorization: `Bearer ${key}` } })).status(), 401);
});

test("a rehearsal names row and column of a fault, and writes nothing", async () => {
  const code = `desk-${crypto.randomUUID().slice(0, 8)}`;
  await page.goto("/console/imports");
  const content = `货号,品名,价\n${code},茶杯,12.50\n${code}-b,茶壶,很贵\n`;
  await page.getByLabel("选择 CSV、XLSX 或 Parquet 文件").setInputFiles({ name: "茶.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
  await page.getByRole("button", { name: "试导，不写入" }).click();
  await page.getByText("没有用到的列：价").waitFor();
  await page.getByLabel("价格", { exact: true }).click();
  await page.getByTitle("价", { exact: true }).click();
  await page.getByText("共 2 行：可导入 1 行，有问题 1 行。还没有写入任何数据。").waitFor();
  const fault = page.getByRole("region", { name: "有问题的行" }).getByRole("row").nth(1);
  assert.equal(await fault.innerText(), "3\t价格\t金额应写成 12.50");
  await expectAccessible(page);
  await shoot(page, "console-rehearsal");
  assert.equal((await owner.request.get(`/v1/products/${code}`)).status(), 404);
  await page.getByRole("button", { name: "导入 1 行" }).click();
  await page.getByText("已导入 1 行，1 行有问题没有导入。").waitFor();
  assert.equal((await owner.request.get(`/v1/products/${code}`)).status(), 200);
});

test("a session on another device is ended", async () => {
  const name = `auditor-${crypto.randomUUID().slice(0, 8)}`;
  const person = { sign_in: name, name: "小周", role: "auditor" };
  const [invited] = await send<{ token: string }[]>("post", "/v1/staff/invitations", [person]);
  const here = await openContext(browser);
  const password = "quiet-lantern-river-42";
  await here.request.post("/v1/acceptances", { headers: { "X-Liuke": "1", Origin: SHOP }, data: { token: invited?.token, password } });
  const other = await openContext(browser);
  await signIn(other, { name, password });
  assert.equal((await other.request.get("/v1/me")).status(), 200);

  const own = await here.newPage();
  const said = faultsOf(own);
  await own.goto("/console/account");
  await own.getByText("本机", { exact: true }).waitFor();
  await own.getByRole("button", { name: /^退出 / }).click();
  await own.getByRole("button", { name: /^退出 / }).waitFor({ state: "detached" });
  assert.equal((await other.request.get("/v1/me")).status(), 401);
  await own.getByRole("button", { name: "设置两步验证" }).click();
  await own.getByRole("img", { name: "两步验证的二维码" }).waitFor();
  await expectAccessible(own);
  await expectNoSidewaysScroll(own);
  assert.deepEqual(said, []);
});
