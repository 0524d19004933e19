/** Who saves after somebody else saved is told, keeps what was typed, looks again and saves. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { faultsOf, openBrowser, openContext, PHONE, shoot, signIn } from "./browser.ts";
import { put } from "./programme_draft.ts";
import { send } from "./two.ts";

const CODE = `m${crypto.randomUUID().slice(0, 6)}`;
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

async function get<T>(path: string): Promise<T> {
  return (await (await owner.request.get(path)).json()) as T;
}

/** Save, be refused, and look again. */
async function lookAgain(save: string): Promise<void> {
  await page.getByRole("button", { name: save }).click();
  await page.getByRole("alert").getByText("没有保存").waitFor();
  await page.getByRole("button", { name: "看现在的内容" }).click();
  await page.getByText("您改过的保留着").waitFor();
  await page.getByRole("alert").waitFor({ state: "detached" });
}

test("a store keeps the name that another gave it while its address was typed", async () => {
  await put(owner, "/v1/stores", [{ code: CODE, name: "江边店", address: "江边路 1 号" }]);
  const { items } = await get<{ items: { id: string; code: string }[] }>("/v1/stores?limit=200");
  const id = items.find((one) => one.code === CODE)?.id ?? "";
  await page.goto(`/console/stores?store=${id}`);
  await page.getByLabel("地址", { exact: true }).fill("江边路 8 号");
  await put(owner, "/v1/stores", [{ code: CODE, name: "江边旗舰店", address: "江边路 1 号" }]);
  await page.getByRole("button", { name: "保存门店" }).click();
  await page.getByRole("alert").getByText("没有保存").waitFor();
  await shoot(page, "stores-meanwhile");
  await page.setViewportSize(PHONE);
  await shoot(page, "stores-meanwhile-phone");
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.equal(await page.getByLabel("地址", { exact: true }).inputValue(), "江边路 8 号");
  await lookAgain("保存门店");
  assert.equal(await page.getByLabel("名称", { exact: true }).inputValue(), "江边旗舰店");
  await page.getByRole("button", { name: "保存门店" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { name, address } = await get<{ name: string; address: string }>(`/v1/stores/${id}`);
  assert.deepEqual({ name, address }, { name: "江边旗舰店", address: "江边路 8 号" });
  assert.deepEqual(faults, []);
});

test("a product keeps the tags that another gave it while its name was typed", async () => {
  const product = { code: CODE, name: "热牛奶", skus: [{ code: `${CODE}-1`, price_minor: 900 }] };
  await put(owner, "/v1/products", [product]);
  await page.goto(`/console/catalogue/${CODE}?edit=1`);
  await page.getByRole("dialog").getByLabel("名称", { exact: true }).fill("鲜牛奶");
  await put(owner, "/v1/products", [{ ...product, tags: ["冬季"] }]);
  await lookAgain("保存修改");
  await page.getByRole("dialog").getByText("冬季").waitFor();
  await page.getByRole("button", { name: "保存修改" }).click();
  await page.getByRole("heading", { name: "鲜牛奶", exact: true }).waitFor();
  const { name, tags } = await get<{ name: string; tags: string[] }>(`/v1/products/${CODE}`);
  assert.deepEqual({ name, tags }, { name: "鲜牛奶", tags: ["冬季"] });
  assert.deepEqual(faults, []);
});

test("a member's details that another changed are not lost", async () => {
  const phone = `139${String(Date.now()).slice(-8)}`;
  const [made] = await send<{ member_id: string }[]>(owner.request, "/v1/members", [{ phone, name: "安娜", profile: { language: "en" } }]);
  const path = `/v1/members/${made?.member_id ?? ""}`;
  await page.goto(`/console/members/${made?.member_id ?? ""}`);
  await page.getByRole("button", { name: "修改资料" }).click();
  await page.getByRole("dialog").getByLabel("性别").click();
  await page.getByTitle("女", { exact: true }).last().click();
  await put(owner, `${path}/profile`, { birthday: "1990-05-01", language: "" });
  await lookAgain("保存资料");
  await page.getByRole("button", { name: "保存资料" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { profile } = await get<{ profile: Record<string, string> }>(path);
  const { birthday, gender, language } = profile;
  assert.deepEqual([birthday, gender, language], ["1990-05-01", "female", undefined]);
  assert.deepEqual(faults, []);
});

test("a category that another made meanwhile is not renamed unseen, and what was typed stays", async () => {
  await page.goto("/console/catalogue?tab=categories");
  await page.getByLabel("编码", { exact: true }).fill(CODE);
  await page.getByLabel("名称", { exact: true }).fill("乳品");
  await put(owner, "/v1/categories", [{ code: CODE, name: "奶制品" }]);
  await page.getByRole("button", { name: "添加或改名" }).click();
  await page.getByRole("alert").getByText("没有保存").waitFor();
  await page.getByRole("button", { name: "看现在的内容" }).click();
  await page.getByRole("row").filter({ hasText: CODE }).getByText("奶制品").waitFor();
  assert.equal(await page.getByLabel("名称", { exact: true }).inputValue(), "乳品");
  assert.deepEqual(faults, []);
});

test("a segment's question that is being changed outlives what another saves", async () => {
  const path = "/v1/segments/quiet-" + CODE;
  const since = (value: string, op = ">=") => ({ kind: "fact", name: "joined.on", op, value });
  const tree = (value: string) => ({ kind: "all", of: [since(value), since("2099-01-01", "<=")] });
  const named = { name: "Quiet", name_zh: "安静" };
  await send(owner.request, "/v1/segments", { code: `quiet-${CODE}`, ...named, tree: tree("2020-01-01") });
  await page.goto(`/console/segments/quiet-${CODE}`);
  const remove = page.getByRole("button", { name: /^去掉第/ });
  await remove.nth(1).waitFor();
  const rows = await remove.count();
  await remove.last().click();
  await put(owner, path, { ...named, tree: tree("2021-02-03") });
  const save = page.getByRole("button", { name: "保存新版本" });
  await save.click();
  await page.getByRole("alert").getByText("没有保存").waitFor();
  assert.equal(await remove.count(), rows - 1);
  await page.getByRole("button", { name: "看现在的内容" }).click();
  await page.getByRole("alert").waitFor({ state: "detached" });
  await save.click();
  await page.getByText("第 3 版").first().waitFor();
  assert.deepEqual(faults, []);
});

test("limits that another set while some were typed are shown before they are saved", async () => {
  const act = "points.adjust";
  const limits = await get<{ act: string; amount: number }[]>("/v1/approvals/limits");
  const amount = (limits.find((one) => one.act === act)?.amount ?? 1) - 1;
  await page.goto("/console/approvals?tab=limits");
  await page.getByLabel("人工设定等级（人）").fill("9");
  await put(owner, "/v1/approvals/limits", [{ act, amount }]);
  await page.getByRole("button", { name: "保存上限" }).click();
  await page.getByRole("alert").getByText("没有保存").waitFor();
  await page.getByRole("button", { name: "看现在的内容" }).click();
  await page.getByRole("alert").waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("人工调整积分（分）").inputValue(), amount.toLocaleString("en"));
  assert.equal(await page.getByLabel("人工设定等级（人）").inputValue(), "9");
  assert.deepEqual(faults, []);
});
