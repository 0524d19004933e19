/** Goods in rules are found in the catalogue by name, pinyin, code or barcode, and shown by name. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { PHONE, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { begin, choose, find, kept, put } from "./programme_draft.ts";

const RUN = crypto.randomUUID().slice(0, 8);
const CODE = `goods-${RUN}`;
const BAR = `69${String(Date.now()).slice(-11)}`;
let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

const DOCUMENT = {
  code: CODE,
  name: "Goods",
  name_zh: `选商品 ${RUN}`,
  rules: [
    { code: `white_${RUN}`, name: "White tea", name_zh: "白茶九折", stage: "limited", where: { channels: [CODE] },
      scope: { include: [{ products: [`gone_${RUN}`] }] },
      effects: [{ kind: "percent_off", off_bp: 1000 }] },
  ],
};
type Document = { rules: { scope?: unknown; effects: unknown[]; when?: unknown }[] };

async function stock(context: BrowserContext): Promise<void> {
  await put(context, "/v1/categories", [{ code: `leaf_${RUN}`, name: `茶叶 ${RUN}` }]);
  await put(context, "/v1/products", [
    { code: `bai_${RUN}`, name: `寿眉白茶${RUN}`, category: `leaf_${RUN}`, tags: [`new_${RUN}`],
      skus: [{ code: `bai50_${RUN}`, name: "50 克", barcode: BAR }, { code: `bai100_${RUN}`, name: "100 克" }] },
    { code: `cup_${RUN}`, name: `盖碗${RUN}`, skus: [{ code: `cup1_${RUN}` }] },
  ]);
}

test("goods are found by pinyin and barcode; an unknown code stays and says so", async () => {
  const context = await openContext(browser);
  await signIn(context);
  await stock(context);
  const id = await begin(context, DOCUMENT);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console/programme/${CODE}/edit/promotions?draft=${id}&open=rules.0`);
  const rule = page.locator(".rule-form");
  await rule.getByText("目录里没有").waitFor();
  await page.getByRole("combobox", { name: "商品", exact: true }).first().fill("shoumeibaicha");
  await page.locator(".ant-select-dropdown:visible").getByText(`寿眉白茶${RUN}`).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-programme-goods-found");
  await find(page, "商品", "shoumeibaicha", `寿眉白茶${RUN}`);
  await rule.locator(".ant-select-selection-item").getByText(`寿眉白茶${RUN}`).waitFor();
  await page.locator(".item summary").getByText(`商品 gone_${RUN}、寿眉白茶${RUN}`).first().waitFor();
  await choose(page, "再缩小", "标签");
  await find(page, "标签", `new_${RUN}`, `new_${RUN}`);
  await page.getByRole("button", { name: "或者另一些商品" }).click();
  await choose(page, "只限某些商品", "品类");
  await find(page, "品类 2", `茶叶 ${RUN}`, `茶叶 ${RUN}`);
  await choose(page, "不含某些商品", "规格");
  await find(page, "不含的规格", BAR, `bai50_${RUN}`);
  await expectAccessible(page);
  await shoot(page, "console-programme-goods-1440");
  const [saved] = (await kept<Document>(page, context, id)).rules;
  assert.deepEqual(saved?.scope, {
    include: [{ products: [`gone_${RUN}`, `bai_${RUN}`], tags: [`new_${RUN}`] }, { categories: [`leaf_${RUN}`] }],
    exclude: [{ skus: [`bai50_${RUN}`] }],
  });
  await page.getByRole("button", { name: "去掉“品类 2”" }).click();
  await page.getByRole("button", { name: "去掉“不含的规格”" }).click();
  const [less] = (await kept<Document>(page, context, id)).rules;
  assert.deepEqual(less?.scope, { include: [{ products: [`gone_${RUN}`, `bai_${RUN}`], tags: [`new_${RUN}`] }] });
  await page.getByRole("combobox", { name: "标签", exact: true }).fill(`a_${RUN}，b_${RUN}`);
  await rule.getByText("没有商品带它").nth(1).waitFor();
  const [pasted] = (await kept<Document>(page, context, id)).rules;
  assert.deepEqual(pasted?.scope, { include: [{ products: [`gone_${RUN}`, `bai_${RUN}`], tags: [`new_${RUN}`, `a_${RUN}`, `b_${RUN}`] }] });
  assert.deepEqual(faults, []);
  await context.close();
});

test("what is got, gifts and conditions choose goods the same way", async () => {
  const context = await openContext(browser, { viewport: PHONE });
  await signIn(context);
  await stock(context);
  const id = await begin(context, { ...DOCUMENT, code: `${CODE}-b`, rules: [{ ...DOCUMENT.rules[0], code: `got_${RUN}`, scope: {} }] });
  const page = await context.newPage();
  await page.goto(`/console/programme/${CODE}-b/edit/promotions?draft=${id}&open=rules.0`);
  await choose(page, "怎么优惠", "买赠");
  await choose(page, "另得的怎么算", "每件卖（加价购）");
  await choose(page, "另得的：只限某些商品", "商品");
  await find(page, "另得的：商品", `cup_${RUN}`, `盖碗${RUN}`);
  await page.getByRole("button", { name: "加条件" }).click();
  await choose(page, "添加条件", "会员、购物篮或此刻是怎样的");
  await choose(page, "哪些商品", "商品");
  await find(page, "哪一种", `cup_${RUN}`, `盖碗${RUN}`);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await shoot(page, "console-programme-goods-390");
  const [saved] = (await kept<Document>(page, context, id)).rules;
  assert.deepEqual(saved?.effects, [
    { kind: "buy_get", buy: 1, price_minor: 1000, get_scope: { include: [{ products: [`cup_${RUN}`] }] } },
  ]);
  await context.close();
});

test("many goods are named in one request, and categories, brands and tags found by sound", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const codes = Array.from({ length: 70 }, (_, at) => `zz${String(at).padStart(2, "0")}_${RUN}`);
  await put(context, "/v1/categories", [{ code: `spring_${RUN}`, name: `春茶${RUN}` }]);
  await put(context, "/v1/brands", [{ code: `mist_${RUN}`, name: `雾里青${RUN}` }]);
  await put(context, "/v1/products", codes.map((code, at) => ({ code, name: `名茶${at}号`, state: "retired", tags: at === 69 ? [`清明前${RUN}`] : [] })));
  const rule = { ...DOCUMENT.rules[0], code: `many_${RUN}`, scope: { include: [{ products: [...codes, `gone_${RUN}`] }] } };
  const id = await begin(context, { ...DOCUMENT, code: `${CODE}-c`, rules: [rule] });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.goto(`/console/programme/${CODE}-c/edit/promotions?draft=${id}&open=rules.0`);
  await page.locator(".item summary").getByText(/名茶0号、.*、名茶11号 等 71 种/).first().waitFor();
  const fields = page.locator(".rule-form");
  await fields.getByText("名茶0号").waitFor();
  await fields.getByText("还有 11 个").waitFor();
  const names = asked.filter((one) => /\/v1\/(products|items)/.test(one));
  assert.deepEqual(names, ["POST /v1/products/lookups"]);
  for (const [kind, sound, name] of [["品类", "chuncha", "春茶"], ["品牌", "wlq", "雾里青"], ["标签", "qingming", "清明前"]] as const) {
    await choose(page, "再缩小", kind);
    await find(page, kind, sound, `${name}${RUN}`);
    await fields.locator(".ant-select-selection-item").getByText(`${name}${RUN}`).waitFor();
  }
  await expectAccessible(page);
  await shoot(page, "console-programme-groups-1440");
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-programme-groups-390");
  const [saved] = (await kept<Document>(page, context, id)).rules;
  const chosen = { categories: [`spring_${RUN}`], brands: [`mist_${RUN}`], tags: [`清明前${RUN}`] };
  assert.deepEqual(saved?.scope, { include: [{ products: [...codes, `gone_${RUN}`], ...chosen }] });
  await context.close();
});
