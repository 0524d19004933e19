/** A programme's rights, gifts, ladder and bundles are made in sentences, never in its source. */

import assert from "node:assert/strict";
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
import { begin, choose, find, kept, put } from "./programme_draft.ts";

const RUN = crypto.randomUUID().slice(0, 8);
const CODE = `gifts-${RUN}`;
let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

const DOCUMENT = {
  code: CODE,
  name: "Gifts",
  name_zh: `礼遇 ${RUN}`,
  books: [{ code: `stars_${RUN}`, name: "Stars", name_zh: "星星" }],
  coupons: [
    { code: `tea_${RUN}`, name: "Tea voucher", name_zh: "茶券", effect: { kind: "cash", amount_minor: 1000 },
      validity: { kind: "days_after", days: 30 } },
  ],
  tiers: [
    { code: `steps_${RUN}`, name: "Steps", name_zh: "阶梯会员", basis: { kind: "points", book: `stars_${RUN}` },
      window: { kind: "calendar", calendar: "month" },
      levels: [{ code: `gold_${RUN}`, name: "Gold", name_zh: "金卡", entry_threshold: 0 }] },
  ],
  rules: [
    { code: `set_${RUN}`, name: "Breakfast set", name_zh: "早餐套装", stage: "limited", where: { channels: [CODE] },
      effects: [{ kind: "percent_off", off_bp: 1000 }] },
  ],
};

type Document = typeof DOCUMENT & { tiers: { ladder?: unknown; levels: { benefits?: unknown; grants?: unknown }[] }[] };

async function giveRights(page: Page): Promise<void> {
  await page.getByRole("button", { name: "加一项权益" }).click();
  await page.getByRole("textbox", { name: "权益 1（中文）" }).fill("免费停车");
  await page.getByRole("textbox", { name: "权益 1（英文）" }).fill("Free parking");
  await page.getByRole("button", { name: "加一份赠礼" }).click();
  await page.getByRole("textbox", { name: "新赠礼 中文名称" }).fill("生日礼");
  await choose(page, "生日礼 何时送", "生日月");
  await page.getByRole("spinbutton", { name: "生日礼 张数 1" }).fill("2");
  await page.getByRole("button", { name: "再送一样" }).first().click();
  await choose(page, "生日礼 送什么 2", "积分");
  await page.getByRole("spinbutton", { name: "生日礼 积分数 2" }).fill("50");
}

async function buildLadder(page: Page): Promise<void> {
  const ladder = page.locator(".clause", { hasText: "阶梯礼" });
  await ladder.getByRole("button", { name: "加一档" }).click();
  await page.getByRole("spinbutton", { name: "第 1 档 周期内达到" }).fill("1000");
  await page.getByRole("textbox", { name: "第 1 档 中文名称" }).fill("千分礼");
  await ladder.getByRole("button", { name: "加一档" }).click();
  await page.getByRole("spinbutton", { name: "周期结束后还可领几天" }).fill("5");
  await page.getByRole("switch", { name: "达到几档领几份" }).click();
  await page.getByText("每个周期只领一份", { exact: true }).waitFor();
}

test("rights, gifts and a ladder are told in fields and kept as they were said", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const id = await begin(context, DOCUMENT);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console/programme/${CODE}/edit/tiers?draft=${id}&open=tiers.0`);
  await giveRights(page);
  await buildLadder(page);
  await expectAccessible(page);
  await shoot(page, "console-programme-gifts");
  const [set] = (await kept<Document>(page, context, id)).tiers;
  const template = `tea_${RUN}`;
  assert.deepEqual(set?.levels[0]?.benefits, [{ code: "right_1", name: "Free parking", name_zh: "免费停车" }]);
  assert.deepEqual(set?.levels[0]?.grants, [
    { code: "gift_1", name: "New gift", name_zh: "生日礼", when: "birthday",
      deeds: [
        { action: "coupons.issue", params: { template, count: 2 } },
        { action: "points.award", params: { book: `stars_${RUN}`, points: 50 } },
      ] },
  ]);
  const deeds = [{ action: "coupons.issue", params: { template, count: 1 } }];
  assert.deepEqual(set?.ladder, {
    rungs: [{ code: "rung_1", threshold: 1000, deeds, name_zh: "千分礼" }, { code: "rung_2", threshold: 2000, deeds }],
    claim_days: 5,
    adds_up: false,
  });
  assert.deepEqual(faults, []);
  await context.close();
});

test("a bundle and a gift are chosen as kinds of a promotion and filled in", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const id = await begin(context, DOCUMENT);
  const page = await context.newPage();
  await page.goto(`/console/programme/${CODE}/edit/promotions?draft=${id}&open=rules.0`);
  await choose(page, "怎么优惠", "成套价");
  await choose(page, "第 1 样：只限某些商品", "品类");
  await find(page, "第 1 样：品类", `drinks_${RUN}`, `仍用编码“drinks_${RUN}”`);
  await choose(page, "第 2 样：只限某些商品", "商品");
  await find(page, "第 2 样：商品", `croissant_${RUN}`, `仍用编码“croissant_${RUN}”`);
  await page.getByRole("spinbutton", { name: "整套 卖" }).fill("28");
  await page.getByRole("button", { name: "再给一样" }).click();
  await choose(page, "怎么优惠 2", "赠品");
  await find(page, "可选的赠品", `mug_${RUN}`, `仍用编码“mug_${RUN}”`);
  await page.getByRole("spinbutton", { name: "每满送一次" }).fill("200");
  await page.getByRole("spinbutton", { name: "每满送一次" }).blur();
  await page.getByRole("heading", { name: `礼遇 ${RUN}` }).click();
  const { rules } = await kept<Document>(page, context, id);
  assert.deepEqual(rules[0]?.effects as unknown, [
    { kind: "bundle", price_minor: 2800,
      parts: [
        { scope: { include: [{ categories: [`drinks_${RUN}`] }] }, units: 1 },
        { scope: { include: [{ products: [`croissant_${RUN}`] }] }, units: 1 },
      ] },
    { kind: "gift", products: [`mug_${RUN}`], every_minor: 20_000 },
  ]);
  await expectAccessible(page);
  await shoot(page, "console-programme-bundle");
  await context.close();
});

const add = (page: Page, what: string) => choose(page, "添加条件", what);
const row = (page: Page, place: string) => page.locator(`[data-node="${place}"]`);

/** Choose in a field of one row of a condition. */
async function pick(page: Page, place: string, field: string, option: string): Promise<void> {
  const box = row(page, place).getByRole("combobox", { name: field, exact: true });
  await box.click();
  if (await box.isEditable()) await box.fill(option);
  await page.locator(".ant-select-dropdown:visible").getByText(option, { exact: true }).last().click();
  await page.keyboard.press("Escape");
}

const HERE = "会员、购物篮或此刻是怎样的";

/** A category with a name people know. */
const tea = (context: BrowserContext) => put(context, "/v1/categories", [{ code: `tea_${RUN}`, name: `茶 ${RUN}` }]);

test("gold members who bought tea in the last 30 days, on Tuesdays: written without a word of JSON", async () => {
  const context = await openContext(browser);
  await signIn(context);
  await tea(context);
  const id = await begin(context, DOCUMENT);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console/programme/${CODE}/edit/promotions?draft=${id}&open=rules.0`);
  await page.getByRole("button", { name: "加条件" }).click();
  await add(page, HERE);
  await row(page, "0.0").getByText("这一行还没有填完").waitFor();
  await pick(page, "0.0", "条件", "等级");
  await pick(page, "0.0", "哪一个", "阶梯会员");
  await pick(page, "0.0", "值", "金卡");
  await add(page, HERE);
  await pick(page, "0.1", "条件", "星期几");
  await pick(page, "0.1", "值", "周二");
  await add(page, "做过什么（存成人群）");
  const dialog = page.getByRole("dialog", { name: "会员做过什么" });
  await dialog.getByRole("button", { name: "加筛选" }).click();
  await dialog.getByRole("combobox", { name: "哪一项", exact: true }).click();
  await page.locator(".ant-select-dropdown:visible").getByText("类目", { exact: true }).click();
  await dialog.getByRole("combobox", { name: "值", exact: true }).click();
  await page.keyboard.type(`茶 ${RUN}`);
  await page.locator(".ant-select-dropdown:visible").getByText(`茶 ${RUN}`, { exact: true }).click();
  await dialog.getByText(/现在 \d+ 人符合/).waitFor();
  const bought = `最近 30 天 有过 购买商品（类目 是 茶 ${RUN}）`;
  assert.equal(await dialog.getByLabel("人群名称").inputValue(), bought);
  await expectAccessible(page);
  await shoot(page, "console-programme-bought");
  await dialog.getByRole("button", { name: "存成人群并用在这里" }).click();
  await row(page, "0.2").getByText(bought).first().waitFor();
  const told = `等级（阶梯会员）是 金卡，且 星期几 是 周二，且 在人群“${bought}”里`;
  await page.locator(".condition > p").getByText(told, { exact: true }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-programme-condition");
  const [rule] = (await kept<Document>(page, context, id)).rules as { when?: { of: { code?: string }[] } }[];
  const code = rule?.when?.of[2]?.code ?? "";
  assert.deepEqual(rule?.when?.of, [
    { kind: "fact", name: "tier", args: [`steps_${RUN}`], op: "=", value: `gold_${RUN}` },
    { kind: "fact", name: "now.weekday", args: [], op: "in", value: [2] },
    { kind: "segment", code },
  ]);
  await page.getByText("原文（JSON）").click();
  const source = page.getByRole("textbox", { name: "原文（JSON）" });
  await source.fill('{"kind": "segment", "code": "gone"}');
  await row(page, "0.0").getByText("没有人群 gone").waitFor();
  await source.fill("{");
  await page.getByText("不是 JSON").waitFor();
  await page.getByRole("button", { name: "收起", exact: true }).click();
  await page.locator(".condition").getByText("没有人群 gone").waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test("a coupon changes its kind until one was given; then another is made like it", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const [given] = (await (await context.request.get("/v1/coupons/tallies")).json()) as { template: string }[];
  const [mine] = DOCUMENT.coupons;
  const percent = { kind: "percent", off_bp: 1500, cap_minor: 3000 };
  const coupons = [
    { ...mine, effect: percent, threshold_minor: 8000, got: "public_code", public_code: "TEA" },
    { ...mine, code: given?.template, name_zh: "发过的券" },
  ];
  const id = await begin(context, { ...DOCUMENT, coupons });
  const page = await context.newPage();
  await page.goto(`/console/programme/${CODE}/edit/coupons?draft=${id}&open=coupons.0`);
  await choose(page, "种类", "包邮券");
  assert.deepEqual((await kept<Document>(page, context, id)).coupons[0], {
    ...coupons[0], effect: { kind: "free_shipping", cap_minor: 3000 },
  });
  await choose(page, "种类", "计次卡");
  await page.locator(".item").getByText("计次卡不能用公共券码").waitFor();
  await page.locator(".item").getByText("请指定可兑换的商品").waitFor();
  await choose(page, "选商品", "商品");
  await find(page, "可选的商品", `mug_${RUN}`, `仍用编码“mug_${RUN}”`);
  await page.locator(".item").getByText("请指定可兑换的商品").waitFor({ state: "detached" });
  await expectAccessible(page);
  await shoot(page, "console-programme-coupon-kind");
  await page.goto(`/console/programme/${CODE}/edit/coupons?draft=${id}&open=coupons.1`);
  await page.getByText(/已发 \d+ 张，种类不再改/).waitFor();
  await page.getByRole("button", { name: "照着另建一种" }).click();
  await choose(page, "种类", "折扣券");
  const made = (await kept<Document>(page, context, id)).coupons;
  assert.deepEqual(made.map((one) => one.effect.kind), ["times_card", "cash", "percent"]);
  await context.close();
});

test("the forms are whole on a phone, in English and in the dark", async () => {
  const context = await openContext(browser, { viewport: PHONE, language: "en", scheme: "dark" });
  await signIn(context);
  const id = await begin(context, DOCUMENT);
  const page = await context.newPage();
  await page.goto(`/console/programme/${CODE}/edit/tiers?draft=${id}&open=tiers.0`);
  await page.getByRole("button", { name: "Add a gift" }).click();
  await page.getByRole("button", { name: "Add a step" }).click();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-programme-gifts-phone-dark");
  await context.close();
});
