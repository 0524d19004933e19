/** What the ready-made programmes say of counting, cards, stages and steps is said in fields too. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { DESK, PHONE, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { begin, choose, find, kept } from "./programme_draft.ts";

const RUN = crypto.randomUUID().slice(0, 8);
let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

const documentOf = (code: string) => ({
  code, name: "More", name_zh: `细则 ${RUN}`,
  cards: [{ code: `card_${code}`, name: "Star card", name_zh: "星享卡" }],
  books: [{ code: `stars_${RUN}`, name: "Stars", name_zh: `攒星 ${RUN}`, payable: true, value_minor_per_1000: 5000 }],
  tiers: [
    { code: `set_${code}`, name: "Steps", name_zh: "月度会员", basis: { kind: "spend" }, window: { kind: "calendar", calendar: "month" },
      levels: [{ code: "silver", name: "Silver", name_zh: "银卡", entry_card: true }] },
  ],
  rules: [
    { code: `full_${code}`, name: "Two for less", name_zh: "两件九折", stage: "threshold", where: { channels: [code] },
      effects: [{ kind: "threshold_off", steps: [{ at: 10_000, off_minor: 1000 }] }] },
    { code: `earn_${code}`, name: "Earn", name_zh: "消费积分", stage: "earning", where: { channels: [code] },
      effects: [{ kind: "earn", book: `stars_${RUN}`, points: 1, per_minor: 100 }] },
  ],
});

for (const [name, viewport] of [["desk", DESK], ["phone", PHONE]] as const) {
  test(`how levels count, points grow and steps are reached, at a ${name}`, async () => {
    const context = await openContext(browser, { viewport });
    await signIn(context);
    const code = `more-${name}-${RUN}`;
    const id = await begin(context, documentOf(code));
    const page = await context.newPage();
    const faults = faultsOf(page);
    const open = (tab: string, item: string) => page.goto(`/console/programme/${code}/edit/${tab}?draft=${id}&open=${item}`);
    const saved = () => kept<ReturnType<typeof documentOf>>(page, context, id);

    await open("tiers", "tiers.0");
    await page.getByText(/^更多设置/).first().click();
    await choose(page, "从何时开始计", "有了等级（如办卡）才计");
    await choose(page, "达到的等级保留到", "本周期结束");
    await choose(page, "跟着哪种卡走", "星享卡");
    await page.getByRole("switch", { name: "卡过期后等级暂停，续卡恢复" }).click();
    await page.getByText("更多设置（已设 4 项）").waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, `console-programme-levels-${viewport.width}`);
    const [set] = (await saved()).tiers;
    assert.deepEqual(set, {
      ...documentOf(code).tiers[0], counts_from: "first_level", lasts: "this_period", card_kind: `card_${code}`, pauses_with_card: true,
    });

    await open("points", "books.0");
    await page.getByRole("spinbutton", { name: "每次用的整数倍" }).fill("100");
    assert.equal(((await saved()).books[0] as { pay_step?: number }).pay_step, 100);
    await open("points", "rules.1");
    await page.getByRole("button", { name: "分段累进" }).click();
    await page.getByRole("spinbutton", { name: "从 2" }).fill("800");
    await page.getByRole("switch", { name: "各段按各自的金额算" }).click();
    await page.getByText(/^更多设置/).first().click();
    await page.getByRole("combobox", { name: "不积分的付款方式" }).fill("wallet,mall_card,");
    await page.getByText("更多设置（已设 1 项）").first().waitFor();
    await expectNoSidewaysScroll(page);
    await shoot(page, `console-programme-stages-${viewport.width}`);
    assert.deepEqual((await saved()).rules[1]?.effects, [
      { kind: "earn", book: `stars_${RUN}`, marginal: true, not_tenders: ["wallet", "mall_card"],
        stages: [{ start: 0, points: 1, per_minor: 100 }, { start: 80_000, points: 2, per_minor: 100 }] },
    ]);

    await find(page, "分段按什么", "可用积分", /^可用积分$/);
    await find(page, "哪一个", `攒星 ${RUN}`, `攒星 ${RUN}`);
    await page.getByRole("spinbutton", { name: "从 2" }).fill("1000");
    await page.locator(".item summary").getByText(new RegExp(`按可用积分（攒星 ${RUN}）分段：0 起每.*得 1 攒星 ${RUN}、1,000 起每.*得 2 攒星 ${RUN}`)).first().waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, `console-programme-measure-${viewport.width}`);
    await page.locator(".item summary").getByText("（储值、mall_card 支付的部分不积分）").first().waitFor();
    const barred = { not_tenders: ["wallet", "mall_card"] };
    const byPoints = { ...barred, kind: "earn", book: `stars_${RUN}`, measure: `points.balance(stars_${RUN})` };
    assert.deepEqual((await saved()).rules[1]?.effects, [
      { ...byPoints, stages: [{ start: 0, points: 1, per_minor: 100 }, { start: 1000, points: 2, per_minor: 100 }] },
    ]);
    await find(page, "分段按什么", "订单的金额", "这笔订单的金额");
    assert.deepEqual((await saved()).rules[1]?.effects, [
      { ...barred, kind: "earn", book: `stars_${RUN}`, stages: [{ start: 0, points: 1, per_minor: 100 }, { start: 100_000, points: 2, per_minor: 100 }] },
    ]);

    await open("promotions", "rules.0");
    await choose(page, "按什么满", "满件数");
    await page.getByRole("button", { name: "加一档" }).click();
    await choose(page, "第 2 档怎么优惠", "共卖");
    await page.getByRole("spinbutton", { name: "共卖 2" }).fill("99");
    await page.locator(".item summary").getByText("满 2 件 9 折").first().waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await shoot(page, `console-programme-steps-${viewport.width}`);
    assert.deepEqual((await saved()).rules[0]?.effects, [
      { kind: "threshold_off", basis: "quantity", steps: [{ at: 2, off_bp: 1000 }, { at: 4, price_minor: 9900 }] },
    ]);

    await page.getByText("方案的名称和说明").click();
    await page.getByRole("textbox", { name: "中文说明" }).fill("每月攒够就领");
    assert.equal(((await saved()) as { description_zh?: string }).description_zh, "每月攒够就领");
    assert.deepEqual(faults, []);
    await context.close();
  });
}
