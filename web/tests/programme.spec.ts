/** A live promotion is edited, tried, simulated, approved by a second person, published: the till quotes anew. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { APIRequestContext, Browser, Page } from "playwright-core";
import {
  PHONE,
  SHOP,
  expectAccessible,
  expectNoSidewaysScroll,
  faultsOf,
  openBrowser,
  openContext,
  shoot,
  signIn,
} from "./browser.ts";

const RUN = crypto.randomUUID().slice(0, 8);
const CODE = `autumn-${RUN}`;
const OPS = { name: `ops-${RUN}`, password: "second-person-of-the-shop-9" };
let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

async function post(api: APIRequestContext, path: string, data: unknown, more: Record<string, string> = {}) {
  const headers = { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": crypto.randomUUID(), ...more };
  return api.post(path, { headers, data });
}

async function got<T>(api: APIRequestContext, path: string, data: unknown): Promise<T> {
  const answer = await post(api, path, data);
  assert.ok(answer.ok(), `${path} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function put(api: APIRequestContext, path: string, data: unknown): Promise<void> {
  const headers = { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": crypto.randomUUID() };
  const answer = await api.put(path, { headers, data });
  assert.ok(answer.ok(), `${path} ${await answer.text()}`);
}

/** A promotion of this story's own channel, so that nothing else is priced by it. */
function document(name_zh: string) {
  const rule = {
    code: `autumn_${RUN}`, name: "Autumn tenth", name_zh, stage: "limited",
    where: { channels: [CODE] }, effects: [{ kind: "percent_off", off_bp: 1000 }],
  };
  return { code: CODE, name: "Autumn", name_zh: `秋季促销 ${RUN}`, rules: [rule] };
}

interface Staged {
  owner: APIRequestContext;
  second: APIRequestContext;
  quote: () => Promise<number>;
  sell: () => Promise<unknown>;
}

/** Let a second person in, publish the promotion by two people, find something to quote. */
async function stage(owner: APIRequestContext, second: APIRequestContext): Promise<Staged> {
  const [invited] = await got<{ token: string }[]>(owner, "/v1/staff/invitations", [
    { sign_in: OPS.name, name: "周运营", role: "operations" },
  ]);
  await got(second, "/v1/acceptances", { token: invited?.token, password: OPS.password });
  const [saved] = await got<{ id: string }[]>(owner, "/v1/programmes/drafts", [{ document: document("秋季九折") }]);
  const wish = [{ version_id: saved?.id }];
  const asked = await post(owner, "/v1/programmes/publications", wish);
  if (asked.status() === 409) {
    const { approval_id: id } = (await asked.json()) as { approval_id: string };
    await got(second, `/v1/approvals/${id}/decisions`, { approve: true, reason: "首次上线" });
    const published = await post(owner, "/v1/programmes/publications", wish, { "Approval-Id": id });
    assert.equal(published.status(), 201, await published.text());
  }
  const sku = `69020${RUN}`;
  await put(owner, "/v1/products", [{ code: `autumn-tea-${RUN}`, name: "秋茶", skus: [{ code: sku }] }]);
  await put(owner, "/v1/prices", [{ sku, price_minor: 1000 }]);
  const quote = async () => {
    const sale = { items: [{ sku, units: 10 }], channel: CODE };
    const { decision } = await got<{ decision: { payable_minor: number; gross_minor: number } }>(owner, "/till/quotes", sale);
    return Math.round((decision.payable_minor / decision.gross_minor) * 100);
  };
  const paid = [{ kind: "cash", amount_minor: 9000 }];
  const sell = () =>
    got(owner, "/till/orders", { items: [{ sku, units: 10 }], channel: CODE, source: "story", external_id: RUN, tenders: paid });
  return { owner, second, quote, sell };
}

async function edit(page: Page): Promise<void> {
  await page.goto(`/console/programme/${CODE}/edit/promotions`);
  await page.getByText("秋季九折").first().click();
  const discount = page.getByRole("spinbutton", { name: "折扣" });
  await discount.fill("85");
  await page.getByText("满 100 元付 85 元").waitFor();
  await discount.fill("8");
  await discount.blur();
  await page.getByText("满 100 元付 80 元").waitFor();
  await page.locator("[data-kept=saved]").waitFor();
}

test("a live promotion changes only after trial, simulation and a second person", async () => {
  const mine = await openContext(browser);
  const theirs = await openContext(browser);
  await signIn(mine);
  const { quote, sell } = await stage(mine.request, theirs.request);
  assert.equal(await quote(), 90);
  await sell();

  const page = await mine.newPage();
  const faults = faultsOf(page);
  await edit(page);
  await page.getByRole("button", { name: "运行模拟" }).click();
  await page.getByText(/笔订单重算，草稿比现行方案少收 \$\d/).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-programme-editor");
  await page.getByRole("button", { name: "提交审批" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("优惠内容").waitFor();
  await dialog.getByRole("button", { name: "提交审批" }).click();
  await dialog.getByText("申请已送出").waitFor();
  assert.equal(await quote(), 90, "nothing changes before the second person");

  const desk = await theirs.newPage();
  await desk.goto("/console/approvals");
  const request = desk.getByRole("button", { name: `发布“秋季促销 ${RUN}”v2` });
  await request.click();
  await desk.getByRole("heading", { name: `发布“秋季促销 ${RUN}”v2` }).waitFor();
  await desk.getByLabel("批准或退回的理由").fill("模拟看过了");
  await expectAccessible(desk);
  await shoot(desk, "console-approvals");
  await desk.getByRole("button", { name: "批准", exact: true }).click();
  await request.waitFor({ state: "detached" });

  await page.goto("/console/approvals?tab=mine");
  await page.getByRole("button", { name: `发布“秋季促销 ${RUN}”v2` }).click();
  await page.getByRole("button", { name: "现在执行" }).click();
  await page.getByText("已执行。").first().waitFor();
  assert.equal(await quote(), 80, "the till quotes by the new version");
  await page.goto(`/console/programme/${CODE}/edit/versions`);
  await page.getByRole("button", { name: "与 v1 的差异" }).click();
  await page.getByText("优惠内容").first().waitFor();
  await expectAccessible(page);
  assert.deepEqual(faults, []);
  await mine.close();
  await theirs.close();
});

test("a conflict shows both drafts, and which one is kept is chosen", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const code = `tea-${RUN}`;
  const api = context.request;
  const doc = (name_zh: string) => ({ code, name: "Tea", name_zh });
  const [saved] = await got<{ id: string; revision: number }[]>(api, "/v1/programmes/drafts", [{ document: doc("茶铺") }]);
  const page = await context.newPage();
  await page.goto(`/console/programme/${code}/edit/points?draft=${saved?.id}`);
  await page.getByRole("heading", { name: "茶铺" }).waitFor();
  await got(api, "/v1/programmes/drafts", [
    { document: doc("茶铺二店"), version_id: saved?.id, revision: saved?.revision },
  ]);
  await page.getByRole("button", { name: "加一种积分" }).click();
  await page.getByText("草稿已被别人改过").waitFor();
  await page.getByText("茶铺二店").waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "留我的版本" }).click();
  await page.locator("[data-kept=saved]").waitFor();
  await context.close();
});

test("the programme pages are whole on a phone, in English and in the dark", async () => {
  const context = await openContext(browser, { viewport: PHONE, language: "en", scheme: "dark" });
  await signIn(context);
  const page = await context.newPage();
  const faults = faultsOf(page);
  for (const [name, path, text] of [
    ["gallery", "/console/programme/templates", "Coffee stars"],
    ["template", "/console/programme/templates/monthly-ladder", "Monthly ladder"],
    ["order", "/console/programme?tab=order", "List price"],
    ["limits", "/console/approvals?tab=limits", "Save limits"],
  ] as const) {
    await page.goto(path);
    await page.getByText(text).first().waitFor();
    await page.waitForLoadState("networkidle");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, `console-${name}-phone-dark`);
  }
  assert.deepEqual(faults, []);
  await context.close();
});
