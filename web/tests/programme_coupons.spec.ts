/** How a coupon is got, when and where it may be used: every kind is said in fields. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { PHONE, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { begin, choose, kept, type } from "./programme_draft.ts";

const RUN = crypto.randomUUID().slice(0, 8);
const CODE = `got-${RUN}`;
let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

const COUPON = {
  code: `ten_${RUN}`, name: "Ten off", name_zh: "满减券", effect: { kind: "cash", amount_minor: 1000 },
  threshold_minor: 8000, validity: { kind: "days_after", days: 30 },
};
const DOCUMENT = { code: CODE, name: "Got", name_zh: `领券 ${RUN}`, coupons: [COUPON] };
type Document = { coupons: Record<string, unknown>[] };

test("a coupon is given, claimed or public, for days, dates, a birthday or a card year", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const id = await begin(context, DOCUMENT);
  const page = await context.newPage();
  const faults = faultsOf(page);
  const coupon = async () => (await kept<Document>(page, context, id)).coupons[0];
  const told = (text: string) => page.locator(".item summary").getByText(text).first().waitFor();
  await page.goto(`/console/programme/${CODE}/edit/coupons?draft=${id}&open=coupons.0`);
  await page.getByRole("spinbutton", { name: "发放后要在几天内领取" }).fill("7");
  await page.getByRole("spinbutton", { name: "得到后先等" }).fill("2");
  await told("发放后 7 天内领取，领取 2 天后起 30 天有效");
  assert.deepEqual(await coupon(), { ...COUPON, claim_days: 7, validity: { kind: "days_after", days: 30, wait_days: 2 } });

  await choose(page, "怎么得到", "会员自己领取");
  await type(page, "可领从", "2026-12-10");
  await type(page, "可领到", "2026-12-01");
  await page.locator(".item").getByText("领取结束早于领取开始").waitFor();
  await type(page, "可领到", "2026-12-20");
  await page.locator(".item").getByText("领取结束早于领取开始").waitFor({ state: "detached" });
  await choose(page, "有效", "固定日期");
  await type(page, "有效到", "2026-12-31");
  await told("会员自己领取（2026-12-10 至 2026-12-20），不限 至 2026-12-31");
  const claimed = { ...COUPON, got: "claimed", claim_from_on: "2026-12-10", claim_until_on: "2026-12-20" };
  assert.deepEqual(await coupon(), { ...claimed, validity: { kind: "dates", ends_on: "2026-12-31" } });

  await choose(page, "怎么得到", "人人可用的公共券码");
  await page.locator(".item").getByText("公共券需要券码").waitFor();
  await page.getByRole("textbox", { name: "券码" }).fill("tea-2026");
  await page.locator(".item").getByText("公共券需要券码").waitFor({ state: "detached" });
  await choose(page, "有效", "会员年度内");
  await told("凭公共券码 TEA2026（2026-12-10 至 2026-12-20），会员年度内有效");
  await choose(page, "有效", "会员的生日月");
  await page.getByText("今年的生日月，已过就是明年的").waitFor();
  await expectAccessible(page);
  await shoot(page, "console-programme-coupon-got-1440");
  assert.deepEqual(await coupon(), { ...claimed, got: "public_code", public_code: "TEA2026", validity: { kind: "birthday_month" } });
  await choose(page, "怎么得到", "由规则、活动或员工发放");
  assert.deepEqual(await coupon(), { ...COUPON, validity: { kind: "birthday_month" } });
  assert.deepEqual(faults, []);
  await context.close();
});

test("where and when a coupon may be used is said in fields, on a phone too", async () => {
  const context = await openContext(browser, { viewport: PHONE });
  await signIn(context);
  const code = `${CODE}-b`;
  const id = await begin(context, { ...DOCUMENT, code, coupons: [{ ...COUPON, code: `morning_${RUN}` }] });
  const page = await context.newPage();
  await page.goto(`/console/programme/${code}/edit/coupons?draft=${id}&open=coupons.0`);
  await page.getByText(/^更多设置/).click();
  await page.getByRole("button", { name: "限定时段" }).click();
  await type(page, "时段 1 从", "06:00");
  await type(page, "时段 1 到", "11:00");
  await page.getByRole("switch", { name: "可与别类券同用" }).click();
  await choose(page, "订单退货时", "作废");
  await page.getByText("更多设置（已设 3 项）").waitFor();
  await page.locator(".item summary").getByText("每天 06:00–11:00").first().waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-programme-coupon-got-390");
  const [saved] = (await kept<Document>(page, context, id)).coupons;
  assert.deepEqual(saved, {
    ...COUPON, code: `morning_${RUN}`, scope: { hours: [{ start: "06:00", end: "11:00" }] }, stackable: false, on_return: "void",
  });
  await context.close();
});
