/** T3 钻石 in the browser: nine tenths, the climb, the reset at the anniversary, and the card that ends. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { expectAccessible, faultsOf, openBrowser, shoot } from "./browser.ts";
import { ask } from "./member_guest.ts";
import { comeBack, handCard, inConsole, joinOn, openShop, sellTo, wakeOn, type Life } from "./years.ts";

const SHIRT = "900101";
const COAT = "900102";
const SUIT = "900103";
const RACK = [
  { sku: SHIRT, category: "clothing", price: 12_800 },
  { sku: COAT, category: "clothing", price: 100_000 },
  { sku: SUIT, category: "clothing", price: 1_000_000 },
];

let browser: Browser;
let shop: Life;
let card: string;
let faults: string[][];
before(async () => {
  browser = await openBrowser();
  shop = await openShop(browser, "diamond-ladder", RACK, "2027-03-02");
  faults = [faultsOf(shop.page), faultsOf(shop.till)];
});
after(() => browser.close());

/** Wait until both the member's page and the console say where she stands, and what is counted. */
async function expectStanding(level: string, counted: string, missing: string): Promise<void> {
  await shop.page.goto("/m/tiers/diamond");
  await shop.page.locator(".tier-level").filter({ hasText: level }).waitFor();
  await shop.page.getByText(`已累计 ${counted} 积分`, { exact: true }).waitFor();
  if (missing) await shop.page.getByText(missing).first().waitFor();
  const desk = await inConsole(shop, "standing");
  await desk.getByRole("heading", { name: new RegExp(`：${level}$`) }).waitFor();
  if (missing) await desk.getByText(missing).first().waitFor();
  await shoot(desk, `life-diamond-console-${counted.replace(",", "")}`);
  await desk.close();
}

test("a shirt for ¥128 and the card: from then on she pays nine tenths", async () => {
  await joinOn(shop, "1988-08-08");
  await sellTo(shop, [SHIRT], 12_800);
  card = await handCard(shop, "diamond");
  assert.match(await sellTo(shop, [SHIRT], 11_520), /−¥12\.80/);
});

test("10,000 points in her card year make her red, and climbing keeps them", async () => {
  await sellTo(shop, [SUIT], 900_000);
  await sellTo(shop, [COAT], 90_000);
  await expectStanding("红钻", "10,143", "升级为黄钻");
  await expectAccessible(shop.page);
  await shoot(shop.page, "life-diamond-red");
});

test("on the last day of the card year all of them stand, on the anniversary none", async () => {
  await wakeOn(shop, "2028-03-01");
  await comeBack(shop);
  await expectStanding("红钻", "10,143", "");
  await wakeOn(shop, "2028-03-02");
  await expectStanding("红钻", "0", "再得 10,000 积分，保级红钻");
  await shoot(shop.page, "life-diamond-reset");
});

test("a year without enough and the card's end: the level is gone until it is renewed", async () => {
  await wakeOn(shop, "2029-03-02");
  await comeBack(shop);
  await shop.page.goto("/m/tiers/diamond");
  await shop.page.locator(".tier-level").filter({ hasText: "尚未入级" }).waitFor();
  await shoot(shop.page, "life-diamond-ended");
  await sellTo(shop, [SHIRT], 12_800);
  await ask(shop.staff, "POST", "/v1/members/cards/renewals", [{ member_id: shop.member, card_id: card }]);
  await expectStanding("会员卡", "0", "");
  await sellTo(shop, [SHIRT], 11_520);
  assert.deepEqual(faults, [[], []]);
});
