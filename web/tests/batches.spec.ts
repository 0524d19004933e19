/** Many coupons are issued by two people; their codes are taken along, and what is unused comes back. */

import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import {
  PHONE,
  expectAccessible,
  expectNoSidewaysScroll,
  faultsOf,
  openBrowser,
  openContext,
  shoot,
  signIn,
} from "./browser.ts";
import { letIn, publish, send } from "./two.ts";

const RUN = randomUUID().slice(0, 8);
const TEMPLATE = `tea_${RUN}`;
const NAME = `茶券 ${RUN}`;
const BOOK = `dew_${RUN}`;
const DEW = `甘露 ${RUN}`;
const PEOPLE = 11;
const EACH = 100;
const ALL = "1,100";
let browser: Browser;
let mine: BrowserContext;
let theirs: BrowserContext;

/** Let a second person in, and publish a coupon by two people. */
async function stage(): Promise<void> {
  const one = mine.request;
  const two = theirs.request;
  await letIn(one, two, `ops-${RUN}`, "周运营");
  const coupon = {
    code: TEMPLATE, name: `Tea voucher ${RUN}`, name_zh: NAME, effect: { kind: "cash", amount_minor: 500 },
    validity: { kind: "days_after", days: 30 },
  };
  const dew = { code: BOOK, name: "Dew", name_zh: DEW, decimals: 1 };
  const document = { code: `tea-${RUN}`, name: "Tea house", name_zh: "茶馆", books: [dew], coupons: [coupon] };
  await publish(one, two, document, "开张");
}

/** Enrol people who bear the tag of this story. */
async function enrol(): Promise<void> {
  const first = randomInt(10_000_000, 99_000_000);
  const welcomes = Array.from({ length: PEOPLE }, (_, at) => ({
    enrolment: { phone: `137${first + at}`, name: `唐茶客${at}`, form: "console" },
  }));
  const joined = await send<{ member_id: string }[]>(mine.request, "/v1/members/welcomes", welcomes);
  const tags = joined.map(({ member_id }) => ({ member_id, tag: `tea-${RUN}` }));
  await send(mine.request, "/v1/members/tags", tags);
}

before(async () => {
  browser = await openBrowser();
  mine = await openContext(browser);
  theirs = await openContext(browser);
  await signIn(mine);
  await stage();
  await enrol();
});
after(() => browser.close());

async function chooseAll(page: Page): Promise<void> {
  const where = JSON.stringify(["all", ["tag", [], "has", `tea-${RUN}`]]);
  await page.goto(`/console/members?where=${encodeURIComponent(where)}`);
  await page.getByRole("row", { name: /唐/ }).first().waitFor();
  await page.getByRole("checkbox", { name: "选择列出的全部" }).check();
  await page.getByText(`已选 ${PEOPLE} 位会员`).waitFor();
}

async function ask(page: Page): Promise<void> {
  await chooseAll(page);
  await page.getByRole("button", { name: "发券" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "券模板" }).fill(NAME);
  await dialog.getByRole("combobox", { name: "券模板" }).press("Enter");
  await dialog.getByLabel("每人张数").fill(String(EACH));
  await dialog.getByLabel("原因").fill("茶会回礼");
  await page.getByRole("button", { name: "预览影响" }).click();
  await page.getByText(`${ALL} 张券`).waitFor();
  await page.getByRole("button", { name: `给 ${PEOPLE} 人发券` }).click();
  await page.getByText("需要另一位同事批准，申请已送出。还没有改动任何内容。").waitFor();
}

/** The second person reads what is asked, and says yes. */
async function approve(asker: Page, title: string, told: string, picture: string): Promise<void> {
  const id = await asker.locator("[data-approval]").getAttribute("data-approval");
  const desk = await theirs.newPage();
  const faults = faultsOf(desk);
  await desk.goto(`/console/approvals?id=${id}`);
  await desk.getByRole("heading", { name: title }).waitFor();
  await desk.getByText(told).first().waitFor();
  await desk.getByLabel("批准或退回的理由").fill("核对过了");
  await expectAccessible(desk);
  await shoot(desk, picture);
  const decided = desk.waitForResponse((answer) => answer.url().endsWith(`/v1/approvals/${id}/decisions`));
  await desk.getByRole("button", { name: "批准", exact: true }).click();
  assert.equal((await decided).ok(), true);
  assert.deepEqual(faults, []);
  await desk.close();
}

test("many coupons go out by two people, even when the first left the page meanwhile", async () => {
  const page = await mine.newPage();
  const faults = faultsOf(page);
  await ask(page);
  await expectAccessible(page);
  await approve(page, `给 ${PEOPLE} 人发券`, `${ALL} 张券`, "console-approval-batch");
  await page.reload();
  await page.getByRole("button", { name: `给 ${PEOPLE} 人发券` }).click();
  await page.getByText("已批准", { exact: false }).first().waitFor();
  await page.getByRole("button", { name: `给 ${PEOPLE} 人发券` }).click();
  await page.getByText(`完成：${PEOPLE} 人。`).waitFor({ timeout: 60_000 });
  assert.deepEqual(faults, []);
  await page.close();
});

test("the codes of the batch are taken along by two people: a file and a sheet of QR codes", async () => {
  const page = await mine.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console/coupons/${TEMPLATE}`);
  await page.getByRole("row", { name: /茶会回礼/ }).getByRole("link").click();
  const take = page.getByRole("button", { name: `取出 ${ALL} 个券码` });
  await take.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("原因").fill("印在礼盒上");
  await dialog.getByRole("button", { name: `取出 ${ALL} 个券码` }).click();
  await dialog.getByText("需要另一位同事批准").waitFor();
  await approve(page, `取出 ${ALL} 个券码`, "印在礼盒上", "console-approval-codes");
  await dialog.getByRole("button", { name: `取出 ${ALL} 个券码` }).click();
  await page.getByText(`已取出 ${ALL} 个券码`).waitFor();
  const loading = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载 CSV" }).click();
  const file = readFileSync(await (await loading).path(), "utf8").trim().split("\r\n");
  assert.equal(file.length, PEOPLE * EACH + 1);
  const code = file[1]?.split(",")[0] ?? "";
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  await page.locator(`[data-code="${code}"]`).waitFor();
  await expectAccessible(page);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".side").isVisible(), false);
  await page.emulateMedia({ media: "screen" });
  assert.deepEqual(faults, []);
  await page.close();
});

test("what is unused of the batch comes back, and its codes with it", async () => {
  const page = await mine.newPage();
  await page.goto(`/console/coupons/${TEMPLATE}`);
  const batch = await page.getByRole("row", { name: /茶会回礼/ }).getByRole("link").getAttribute("href");
  await page.goto(`/console/members?batch=${batch?.split("/").at(-1)}`);
  await page.getByRole("button", { name: "撤销未用的券" }).click();
  const dialog = page.getByRole("dialog").last();
  await dialog.getByLabel("原因").fill("发错了人");
  await dialog.getByRole("button", { name: "撤销未用的券" }).click();
  await page.getByText(`已撤销：${PEOPLE} 人。`).waitFor({ timeout: 60_000 });
  await page.goto(`/console/coupons/batches/${batch?.split("/").at(-1)}`);
  await page.getByText("这一批已撤销，没有可取的券码。").waitFor();
  await page.close();
});

test("points are given, and weighed by a second person, in the places of their book", async () => {
  const page = await mine.newPage();
  const faults = faultsOf(page);
  await chooseAll(page);
  await page.getByRole("button", { name: "赠送积分" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "积分账户" }).click();
  await page.getByTitle(DEW).last().click();
  await dialog.getByLabel("每人积分").fill("100.5");
  await dialog.getByLabel("原因").fill("茶会回礼");
  await page.getByRole("button", { name: "预览影响" }).click();
  await page.getByText(`1,105.5 ${DEW}`).waitFor();
  await page.getByRole("button", { name: `给 ${PEOPLE} 人赠送积分` }).click();
  await page.getByText("需要另一位同事批准").waitFor();
  await approve(page, `给 ${PEOPLE} 人赠送积分`, `100.5 ${DEW}`, "console-approval-points");
  await page.getByRole("button", { name: `给 ${PEOPLE} 人赠送积分` }).click();
  await page.getByText(`完成：${PEOPLE} 人。`).waitFor({ timeout: 60_000 });
  assert.deepEqual(faults, []);
  await page.close();
});

test("who got nothing is told with the reason, its code beside it", async () => {
  const page = await mine.newPage();
  const faults = faultsOf(page);
  const { items } = await send<{ items: { id: string }[] }>(mine.request, "/v1/members/lists", { limit: 2 });
  const wish = { deed: { action: "coupons.issue", params: { template: "none_such" } }, reason: "没有这种券", member_ids: items.map((one) => one.id) };
  const { batch } = await send<{ batch: { id: string } }>(mine.request, "/v1/batches", wish);
  await send(mine.request, `/v1/batches/${batch.id}/starts`, {});
  await page.goto(`/console/members?batch=${batch.id}`);
  const refused = page.getByRole("list", { name: "没有做成的" });
  await refused.getByText("2 人没有做成").waitFor({ timeout: 60_000 });
  assert.match((await refused.textContent()) ?? "", /券没有发出。没有这种券coupon_not_issued/);
  const loading = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载逐人结果" }).click();
  const file = readFileSync(await (await loading).path(), "utf8").split("\r\n");
  assert.equal(file[0], "\uFEFF会员编号,为何跳过,结果,原因");
  assert.match(file[2] ?? "", /^mem_\w+,,refused:coupon_not_issued,券没有发出。$/);
  await expectAccessible(page);
  await shoot(page, "console-batch-refused");
  assert.deepEqual(faults, []);
  await page.close();
});

test("a coupon's page is whole on a phone, in English and in the dark", async () => {
  const context = await openContext(browser, { viewport: PHONE, language: "en", scheme: "dark" });
  await signIn(context);
  const page = await context.newPage();
  await page.goto(`/console/coupons/${TEMPLATE}`);
  await page.getByRole("heading", { name: "Batches" }).waitFor();
  await page.getByRole("listitem").filter({ hasText: "茶会回礼" }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-coupon-phone-dark");
  await context.close();
});

test("members are sought by points as their book writes them", async () => {
  const page = await mine.newPage();
  const faults = faultsOf(page);
  const where = JSON.stringify(["all", ["tag", [], "has", `tea-${RUN}`], ["points.balance", [BOOK], ">=", 1005]]);
  await page.goto(`/console/members?where=${encodeURIComponent(where)}`);
  await page.getByRole("row", { name: /唐/ }).first().waitFor();
  await page.getByText(`可用积分（${DEW}）至少 100.5`).waitFor();
  await page.getByRole("button", { name: "筛选", exact: true }).click();
  const value = page.getByRole("spinbutton", { name: "值" });
  assert.equal(await value.inputValue(), "100.5");
  await value.fill("100.6");
  await page.getByRole("button", { name: "按条件列出" }).click();
  await page.getByText(`可用积分（${DEW}）至少 100.6`).waitFor();
  await page.getByRole("row", { name: /唐/ }).first().waitFor({ state: "detached" });
  await shoot(page, "console-members-decimals");
  assert.deepEqual(faults, []);
  await page.close();
});
