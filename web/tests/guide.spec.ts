/** A guide works for one store: its members and sales are theirs to see, another store's do not exist. */

import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { APIRequestContext, Browser, BrowserContext, Page } from "playwright-core";
import { PHONE, SHOP, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

const RUN = randomUUID().slice(0, 8);
const GUIDE = { name: `guide-${RUN}`, password: "quiet-lantern-river-42" };
const PHONES = [`136${randomInt(10_000_000, 99_000_000)}`, `135${randomInt(10_000_000, 99_000_000)}`] as const;

interface Store {
  id: string;
  code: string;
  name: string;
}

let browser: Browser;
let owner: BrowserContext;
let guide: BrowserContext;
let stores: [Store, Store];
let own = { member: "", order: "" };
let other = { member: "", order: "" };

async function send<T>(api: APIRequestContext, method: "post" | "put", path: string, data: unknown): Promise<T> {
  const headers = { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": randomUUID() };
  const answer = await api[method](path, { headers, data });
  assert.ok(answer.ok(), `${path} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Enrol somebody in a store and sell them something there. */
async function buyer(store: Store, phone: string, name: string): Promise<{ member: string; order: string }> {
  const api = owner.request;
  const [guest] = await send<{ member_id: string }[]>(api, "post", "/v1/members/welcomes", [
    { enrolment: { phone, name, store_id: store.id, form: "console" } },
  ]);
  const member = guest?.member_id ?? "";
  const sku = `guide-${RUN}`;
  const { id: order } = await send<{ id: string }>(api, "post", "/till/orders", {
    external_id: `${sku}-${store.code}`, store: store.code, member_id: member, items: [{ sku, units: 1 }],
    tenders: [{ kind: "cash", amount_minor: 9900 }],
  });
  return { member, order };
}

before(async () => {
  browser = await openBrowser();
  owner = await openContext(browser);
  await signIn(owner);
  const api = owner.request;
  const { items } = (await (await api.get("/v1/stores?limit=2")).json()) as { items: Store[] };
  const [first, second] = items;
  assert.ok(first && second, "the demo has more than one store");
  stores = [first, second];
  const sku = `guide-${RUN}`;
  await send(api, "put", "/v1/products", [{ code: sku, name: "保温杯", skus: [{ code: sku, price_minor: 9900 }] }]);
  own = await buyer(first, PHONES[0], "安本店");
  other = await buyer(second, PHONES[1], "安别店");
  const person = { sign_in: GUIDE.name, name: "陈导购", role: "guide", store_ids: [first.id] };
  const [invited] = await send<{ token: string }[]>(api, "post", "/v1/staff/invitations", [person]);
  guide = await openContext(browser);
  await send(guide.request, "post", "/v1/acceptances", { token: invited?.token, password: GUIDE.password });
});
after(() => browser.close());

async function openPage(path: string): Promise<{ page: Page; faults: string[] }> {
  const page = await guide.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console${path}`);
  return { page, faults };
}

test("a guide's menu holds what they do, and nothing of the owner's", async () => {
  const { page, faults } = await openPage("/");
  const menu = page.getByRole("navigation", { name: "菜单" });
  for (const shown of ["首页", "会员", "订单与退货", "商品"]) {
    await menu.getByRole("menuitem", { name: shown, exact: true }).or(menu.getByText(shown, { exact: true })).first().waitFor();
  }
  for (const hidden of ["员工与角色", "接口密钥", "导入", "任务", "操作记录", "本机发件箱", "系统设置"]) {
    assert.equal(await menu.getByText(hidden, { exact: true }).count(), 0, hidden);
  }
  await expectAccessible(page);
  await shoot(page, "console-guide-home");
  assert.deepEqual(faults, []);
  await page.close();
});

test("their own store's members are listed and opened; another store's are nowhere", async () => {
  const { page, faults } = await openPage("/members");
  await page.locator(`a[href$="/members/${own.member}"]`).waitFor();
  assert.equal(await page.locator(`a[href$="/members/${other.member}"]`).count(), 0);
  const box = page.getByLabel("搜索会员", { exact: true });
  await box.fill("安别店");
  await box.press("Enter");
  await page.getByText("搜索：安别店", { exact: true }).first().waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(await page.locator(`a[href$="/members/${other.member}"]`).count(), 0);
  await page.goto(`/console/members/${own.member}`);
  await page.getByRole("heading", { level: 1, name: "安" }).waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("another store's member answers exactly like one that does not exist", async () => {
  const { page } = await openPage(`/members/${other.member}`);
  const told = async () => {
    const note = page.getByRole("alert").first();
    await note.waitFor();
    return (await note.textContent()) ?? "";
  };
  const theirs = await told();
  assert.match(theirs, /没有这位会员/);
  await page.goto(`/console/members/mem_${"0".repeat(32)}`);
  assert.equal(await told(), theirs);
  assert.equal((await guide.request.get(`/v1/members/${other.member}`)).status(), 404);
  await expectAccessible(page);
  await shoot(page, "console-guide-no-member");
  await page.close();
});

test("orders follow the store: theirs opens, another's does not exist", async () => {
  const { page } = await openPage(`/orders/${own.order}`);
  await page.getByText("保温杯").first().waitFor();
  await page.goto(`/console/orders/${other.order}`);
  await page.getByRole("alert").first().waitFor();
  assert.equal(await page.getByText("保温杯").count(), 0);
  assert.equal((await guide.request.get(`/till/orders/${other.order}`)).status(), 404);
  await page.goto(`/console/?store_id=${stores[1].id}`);
  await page.getByRole("alert").first().waitFor();
  await page.close();
});

test("every page of the owner's refuses in words, with the right and who has it", async () => {
  const { page, faults } = await openPage("/");
  for (const path of ["staff", "keys", "imports", "jobs", "audit", "outbox", "system", `coupons/batches/bat_${"0".repeat(32)}`]) {
    await page.goto(`/console/${path}`);
    await page.getByText(/您的角色没有这项权限：/).waitFor();
    await page.getByText(/有这项权限的角色：.*店主/).waitFor();
  }
  await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  assert.deepEqual(faults, []);
  await page.close();
});
