/** The till: a sale by keyboard alone, savings in words, points, a receipt, one of two units back. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, openBrowser, PHONE, shoot } from "./browser.ts";
import { CUP, enrol, expectDue, expectFocus, HAND, openCounter, read, scan, send, somePhone, TEA } from "./counter.ts";

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test("a member's basket is scanned, saved on, charged and printed without a mouse", async () => {
  const { page, context, faults } = await openCounter(browser);
  const phone = somePhone();
  const member = await enrol(context.request, phone, "陈美");
  await send(context.request, "post", "/v1/coupons", [
    { member_id: member, template: "two_off_twenty", cause: `story-${phone}` },
    { member_id: member, template: "five_off_fifty", cause: `story-${phone}` },
  ]);
  const keys = page.keyboard;

  await keys.type(phone, HAND);
  await keys.press("Enter");
  await page.getByText("2 张券可用").waitFor();
  await scan(page, TEA.sku);
  await expectDue(page, 2_200); // five from fifty does not apply yet
  await page.getByText("已选最优组合").waitFor();
  await page.getByText(/再买 26\.00 美元可用“满 50 减 5 美元”/).waitFor();
  await scan(page, TEA.sku);
  await expectDue(page, 4_600);
  assert.equal(await page.getByRole("combobox").inputValue(), "", "a scan leaves nothing in the box");
  await keys.type("2*", HAND);
  await keys.type(CUP.sku, HAND);
  await keys.press("Enter");
  await expectDue(page, 5_900);
  await shoot(page, "till-sale");
  await expectAccessible(page);

  await keys.press("F4");
  await page.getByRole("dialog", { name: "选择优惠券" }).waitFor();
  await expectAccessible(page);
  await keys.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });

  await scan(page, "6999999999999");
  await page.getByRole("alert").filter({ hasText: "没有这个条码：6999999999999" }).waitFor();

  await keys.press("F9");
  const charge = page.getByRole("dialog", { name: /收款/ });
  await charge.waitFor();
  await expectFocus(page, "收到金额");
  await keys.type("100", HAND);
  await charge.getByText("找零 $41.00").waitFor();
  await shoot(page, "till-charge");
  await expectAccessible(page);
  await keys.press("Enter");
  const sold = page.getByRole("dialog", { name: /已收/ });
  await sold.getByRole("article", { name: "小票" }).waitFor();
  await sold.getByText("找零 $41.00").waitFor();
  await sold.getByText(/星星：0 → 59/).waitFor();
  await shoot(page, "till-receipt");
  await keys.press("Enter");
  await page.getByText("扫第一件商品").waitFor();

  await keys.press("F8");
  await page.getByRole("heading", { name: "退货" }).waitFor();
  await keys.press("F10");
  await page.getByRole("heading", { name: "小票" }).waitFor();
  await page.getByRole("textbox", { name: "找一笔销售" }).and(page.locator(":focus")).waitFor();
  await page.getByRole("button", { name: /陈/ }).first().waitFor();
  await keys.press("ArrowDown");
  await keys.press("Enter");
  await sold.or(page.getByRole("dialog")).getByRole("article", { name: "小票" }).getByText(/^会员 陈/).waitFor();

  const orders = await read<{ items: { order: { payable_minor: number } }[] }>(
    context.request,
    `/till/orders?member_id=${member}`,
  );
  assert.deepEqual(orders.items.map((one) => one.order.payable_minor), [5_900]);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a guest's receipt has a claim code, and a stranger joins in three keys", async () => {
  const { page, context, faults } = await openCounter(browser);
  const keys = page.keyboard;
  await scan(page, CUP.sku);
  await expectDue(page, CUP.price);
  await keys.press("F9");
  await expectFocus(page, "收到金额");
  await keys.press("Enter");
  await page.getByText("认领码").waitFor();
  await page.getByRole("button", { name: "下一单" }).and(page.locator(":focus")).waitFor();
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });

  const phone = somePhone();
  await keys.type(phone, HAND);
  await keys.press("Enter");
  await page.getByText(`${phone} 还不是会员`).waitFor();
  await expectFocus(page, "手机号、卡号、会员码，或后四位加姓名");
  await keys.press("Enter");
  await page.getByRole("region", { name: "会员" }).getByText(phone.slice(-4)).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test("points pay a part, two kinds of payment the rest, and what is held comes back", async () => {
  const { page, context, faults } = await openCounter(browser);
  const phone = somePhone();
  const member = await enrol(context.request, phone, "王小明");
  await send(context.request, "post", "/v1/points/adjustments", [
    { member_id: member, book: "stars", cause: `story-${phone}`, points: 250, reason: "a story's stars" },
  ]);
  const keys = page.keyboard;
  await keys.type(phone, HAND);
  await keys.press("Enter");
  await page.getByText("王").first().waitFor();
  await scan(page, TEA.sku);
  await expectDue(page, 2_400);
  await keys.press("Alt+KeyP");
  await expectDue(page, 2_200);
  await keys.press("F7");
  await page.getByText("扫第一件商品").waitFor();
  await keys.press("F7");
  await page.getByRole("dialog", { name: "挂起的单" }).waitFor();
  await keys.press("Enter");
  await expectDue(page, 2_200);

  await keys.press("F9");
  await expectFocus(page, "收到金额");
  await keys.type("10", HAND);
  await keys.press("Enter");
  await page.getByText("还差 $12.00").waitFor();
  await keys.press("Enter");
  await page.getByText(/星星：250 → 72/).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test("a slip of the hand is taken back: a line, its units, a member who is not theirs", async () => {
  const { page, context, faults } = await openCounter(browser);
  const phone = somePhone();
  await enrol(context.request, phone, "周末");
  const keys = page.keyboard;
  await keys.type(phone, HAND);
  await keys.press("Enter");
  await page.getByRole("region", { name: "会员" }).getByText(phone.slice(-4)).waitFor();
  await scan(page, TEA.sku);
  await scan(page, CUP.sku);
  await expectDue(page, TEA.price + CUP.price);
  await keys.type("12*", HAND);
  await keys.press("Enter");
  await expectDue(page, TEA.price + 12 * CUP.price);
  await keys.press("Delete");
  await expectDue(page, TEA.price);
  await page.getByRole("status").filter({ hasText: `已移除 ${CUP.name}` }).waitFor();
  await expectAccessible(page);
  await keys.press("Control+KeyZ");
  await expectDue(page, TEA.price + 12 * CUP.price);

  await keys.press("F2");
  await page.getByRole("button", { name: "改为散客" }).click();
  await page.getByText("散客，未选会员").waitFor();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await expectDue(page, TEA.price + 12 * CUP.price);
  await keys.press("F9");
  await expectFocus(page, "收到金额");
  await keys.press("ArrowDown");
  await page.getByRole("radio", { name: "银行卡" }).and(page.locator(":checked")).waitFor({ state: "attached" });
  assert.deepEqual(faults, []);
  await context.close();
});

test("a coupon used elsewhere meanwhile leaves the basket, and the sale goes on", async () => {
  const { page, context, faults } = await openCounter(browser);
  const phone = somePhone();
  const member_id = await enrol(context.request, phone, "沈从");
  const given = [{ member_id, template: "two_off_twenty", cause: `story-${phone}` }];
  const [coupon] = await send<{ coupon_id: string }[]>(context.request, "post", "/v1/coupons", given);
  await page.keyboard.type(phone, HAND);
  await page.keyboard.press("Enter");
  await page.getByText("1 张券可用").waitFor();
  await send(context.request, "post", "/till/orders", {
    member_id,
    source: "story",
    external_id: `other-${phone}`,
    items: [{ sku: TEA.sku }],
    coupons: [coupon?.coupon_id],
    tenders: [{ kind: "cash", amount_minor: TEA.price - 200 }],
  });
  await scan(page, TEA.sku);
  await expectDue(page, TEA.price);
  await page.getByRole("alert").filter({ hasText: "刚在别处用掉或已到期" }).waitFor();
  await page.keyboard.press("F9");
  await expectFocus(page, "收到金额");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: /已收/ }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test("one of two units goes back, every consequence told before it", async () => {
  const { page, context, faults } = await openCounter(browser);
  const phone = somePhone();
  const member = await enrol(context.request, phone, "李雷");
  // The last two of twenty-five teas reach the level that asks for 600.
  const sell = (name: string, units: number) =>
    send<{ id: string; external_id: string }>(context.request, "post", "/till/orders", {
      member_id: member,
      source: "story",
      external_id: `${name}-${phone}`,
      items: [{ sku: TEA.sku, units }],
      tenders: [{ kind: "cash", amount_minor: units * TEA.price }],
    });
  await sell("before", 23);
  const order = await sell("back", 2);
  const keys = page.keyboard;
  await keys.press("F8");
  await page.getByRole("textbox", { name: "找一笔销售" }).fill(order.external_id);
  await keys.press("Enter");
  await page.getByRole("checkbox", { name: `退 ${TEA.name} 第 1 件` }).and(page.locator(":focus")).waitFor();
  await keys.press("Tab");
  await keys.press("Space");
  await page.getByText("24 stars").or(page.getByText(/24/)).first().waitFor();
  await page.getByRole("button", { name: "退 1 件，退款 $24.00" }).waitFor();
  const told = page.getByRole("region", { name: "退回什么" });
  const falls = async () => {
    await told.getByText("等级：玉星级 → 银星级（星级）").waitFor();
    await told.getByText("收回礼遇“玉星礼”（已用掉的除外）").waitFor();
    await told.getByText("星级的进度扣回 24.00 美元：600.00 美元 → 576.00 美元。再消费 24.00 美元，升级为玉星级。").waitFor();
  };
  await falls();
  await shoot(page, "till-return");
  await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await expectNoSidewaysScroll(page);
  await shoot(page, "till-return-phone");
  await keys.press("F9");
  await page.getByRole("heading", { name: "已退款 $24.00" }).waitFor();
  await falls();
  const shown = await read<{ returns: { refund_minor: number }[] }>(context.request, `/till/orders/${order.id}`);
  assert.deepEqual(shown.returns.map((one) => one.refund_minor), [2_400]);
  assert.deepEqual(faults, []);
  await context.close();
});

test("a hundred million fits its column, and the bar at the thumb", async () => {
  const { page, context } = await openCounter(browser);
  const gold = { sku: "69010009", price_minor: 9_999_999_999 };
  await send(context.request, "put", "/v1/products", [{ code: "story-gold", name: "金条", skus: [{ code: gold.sku }] }]);
  await send(context.request, "put", "/v1/prices", [gold]);
  await scan(page, gold.sku);
  await scan(page, gold.sku);
  await expectDue(page, 2 * gold.price_minor);
  for (const width of [1440, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expectNoSidewaysScroll(page);
    for (const shown of await page.locator(".till-pay, .till-bar").all()) {
      assert.deepEqual(await shown.evaluate((box) => box.scrollWidth <= box.clientWidth), true, `${width} px`);
    }
  }
  await context.close();
});

test("on a phone the amount and the charge stay at the thumb, in English and dark", async () => {
  const { page, context, faults } = await openCounter(browser, { viewport: PHONE, language: "en", scheme: "dark" });
  await scan(page, TEA.sku);
  await scan(page, CUP.sku);
  await expectDue(page, 3_300);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await shoot(page, "till-sale-phone");
  await page.getByRole("button", { name: "Charge $33.00" }).click();
  await page.getByRole("dialog", { name: "Charge $33.00" }).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Charge $33.00" }).click();
  await page.getByText("Claim code").waitFor();
  await page.getByRole("button", { name: "Next sale" }).click();
  for (const path of ["sales", "day", "returns", "queue"]) {
    await page.goto(`/till/app/${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await shoot(page, `till-${path}-phone`);
  }
  assert.deepEqual(faults, []);
  await context.close();
});
