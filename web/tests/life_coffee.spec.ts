/** T1 星享卡 in the browser: a coffee drinker's whole life, at the till, on the phone and in the console. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { expectAccessible, faultsOf, openBrowser, shoot } from "./browser.ts";
import { comeBack, handCard, inConsole, joinOn, openShop, sellTo, takeBack, wakeOn, type Life } from "./years.ts";

const LATTE = "900001";
const CAKE = "900002";
const MUG = "900003";
const MENU = [
  { sku: LATTE, category: "drinks", price: 3_000 },
  { sku: CAKE, category: "food", price: 5_000 },
  { sku: MUG, category: "goods", price: 25_000 },
];

let browser: Browser;
let cafe: Life;
let faults: string[][];
before(async () => {
  browser = await openBrowser();
  cafe = await openShop(browser, "coffee-stars", MENU, "2027-03-02");
  faults = [faultsOf(cafe.page), faultsOf(cafe.till)];
});
after(() => browser.close());

/** Wait until the member's page of coupons shows so many that can be used, by name. */
async function expectCoupons(name: string, count: number): Promise<void> {
  await cafe.page.goto("/m/coupons");
  const shown = cafe.page.getByRole("article").filter({ hasText: name });
  if (count > 0) await shown.nth(count - 1).waitFor();
  await cafe.page.waitForLoadState("networkidle");
  assert.equal(await shown.count(), count, name);
}

async function expectLevel(level: string): Promise<void> {
  await cafe.page.goto("/m/tiers/stars");
  await cafe.page.locator(".tier-level").filter({ hasText: level }).waitFor();
  const desk = await inConsole(cafe, "standing");
  await desk.getByRole("heading", { name: `星级：${level}` }).waitFor();
  await desk.close();
}

async function expectStars(stars: number): Promise<void> {
  await cafe.page.goto("/m/points/stars");
  await cafe.page.locator(".m-big").filter({ hasText: new RegExp(`^${stars.toLocaleString("en")} 星星$`) }).waitFor();
}

test("she joins on her phone, takes the card for ¥98 and finds five gifts", async () => {
  await joinOn(cafe, "1990-06-30");
  await cafe.page.goto("/m");
  await cafe.page.getByText("办理会员卡，升级为银星级。").waitFor();
  await handCard(cafe, "stars");
  await expectLevel("银星级");
  await expectCoupons("买一赠一券", 3);
  await expectCoupons("早餐免费券", 1);
  await expectCoupons("升杯券", 1);
});

test("two lattes cost one, earn stars, and everything comes back with them", async () => {
  assert.match(await sellTo(cafe, [LATTE, LATTE], 3_000), /星星：0 → 30/);
  await expectCoupons("买一赠一券", 2);
  await takeBack(cafe, [`退 商品 ${LATTE} 第 1 件`, `退 商品 ${LATTE} 第 2 件`], "¥30.00");
  await expectCoupons("买一赠一券", 3);
  await expectStars(0);
});

test("¥250 make her jade, and stars pay for a part of the next cup", async () => {
  await sellTo(cafe, [CAKE, CAKE, CAKE, CAKE, CAKE], 25_000);
  await expectLevel("玉星级");
  await cafe.page.getByText("再消费 1,000.00 元，升级为金星级。").waitFor();
  await shoot(cafe.page, "life-coffee-jade");
  await expectAccessible(cafe.page);
  await expectCoupons("买一赠一券", 6);
  assert.match(await sellTo(cafe, [LATTE], 2_000, true), /星星：250 → 70/);
});

test("her birthday month brings a drink, and the till gives it away", async () => {
  await wakeOn(cafe, "2027-06-01");
  await comeBack(cafe);
  await expectCoupons("生日饮品券", 1);
  await shoot(cafe.page, "life-coffee-birthday");
  await sellTo(cafe, [LATTE], 0);
  await expectCoupons("生日饮品券", 0);
});

test("¥1,250 in all make her gold, as the console tells", async () => {
  await sellTo(cafe, [MUG, MUG, MUG, MUG], 100_000);
  await expectLevel("金星级");
  const desk = await inConsole(cafe, "standing");
  await desk.getByText("已是最高等级。").waitFor();
  await shoot(desk, "life-coffee-console");
  await expectAccessible(desk);
  await desk.close();
});

test("the year turns: a drink for the anniversary, old gifts end, and stars lapse month by month", async () => {
  await wakeOn(cafe, "2028-03-02");
  await comeBack(cafe);
  await expectCoupons("周年饮品券", 1);
  await expectCoupons("买一赠一券", 0);
  await cafe.page.goto("/m/coupons?state=expired");
  await cafe.page.getByText("买一赠一券").nth(5).waitFor();
  await expectStars(1_070);
  await wakeOn(cafe, "2028-04-01");
  await comeBack(cafe);
  await expectStars(1_000);
  await wakeOn(cafe, "2028-07-01");
  await comeBack(cafe);
  await expectStars(0);
  await cafe.page.getByText("−1,000", { exact: true }).waitFor();
  await shoot(cafe.page, "life-coffee-lapsed");
  await expectLevel("金星级"); // counted for ever: a level of stars is never lost
  assert.deepEqual(faults, [[], []]);
});
