/** What a member takes: a gift that waits, an offer, a rung; what they tell; how they leave. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expectAccessible, faultsOf, openBrowser, openContext, PHONE, shoot, signIn } from "./browser.ts";
import { publishThings, type Things } from "./member_gifts.ts";
import { ask, join, publishCharter, sell } from "./member_guest.ts";

let browser: Browser;
let staff: BrowserContext;
let page: Page;
let faults: string[];
let member: string;
let things: Things;

before(async () => {
  browser = await openBrowser();
  staff = await openContext(browser);
  await signIn(staff);
  await publishCharter(staff);
  page = await (await openContext(browser, { viewport: PHONE })).newPage();
  faults = faultsOf(page);
  member = await join(page, staff);
  things = await publishThings(browser, staff);
  await ask(staff, "POST", "/v1/coupons", [{ member_id: member, template: things.giftCode, cause: "welcome" }]);
  await sell(staff, member);
});
after(() => browser.close());

test("the first page says how much waits to be taken", async () => {
  await page.goto("/m");
  const gifts = page.getByRole("link", { name: /^领取 [2-9]$/ });
  await gifts.waitFor();
  await page.getByRole("heading", { name: "待领取" }).waitFor();
  await shoot(page, "member-home-gifts");
  await gifts.click();
  await page.getByRole("heading", { name: "等您领取" }).waitFor();
  await page.getByText("$57.00 / $50.00").first().waitFor();
  await expectAccessible(page);
  await shoot(page, "member-gifts-waiting");
});

test("a gift, an offer and a rung are each taken once", async () => {
  for (const name of [things.gift, things.offer, things.rung]) {
    const take = page.getByRole("button", { name: `领取 ${name}` });
    await take.click();
    await take.waitFor({ state: "detached" });
  }
  await page.getByText(`已领取：${things.gift}`).waitFor();
  await page.getByText("已领取", { exact: true }).waitFor();
  await page.getByText("您已领过").first().waitFor();
  await page.getByRole("heading", { name: "等您领取" }).waitFor({ state: "detached" });
});

test("what was taken stands among the coupons, with its terms and its bar code", async () => {
  await page.goto("/m/coupons");
  await page.getByText(things.gift).waitFor();
  await page.getByText(things.rung).waitFor();
  const half = page.getByRole("article").filter({ hasText: things.offer });
  await half.getByText("5 折", { exact: true }).waitFor();
  await half.getByText("给店员扫").click();
  await half.getByRole("img", { name: /^券码条码/ }).waitFor();
  await expectAccessible(page);
  await shoot(page, "member-coupons-open");
});

test("a child is told with a guardian's consent and erased", async () => {
  await page.goto("/m/family");
  await page.getByLabel("称呼").fill("小雨");
  await page.getByLabel("生日").fill("2020-02-29");
  await page.getByRole("button", { name: "登记孩子" }).click();
  await page.getByText("需要监护人同意。").waitFor();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "登记孩子" }).click();
  await page.getByRole("button", { name: "清除小雨的资料" }).click();
  await page.getByText("不能恢复").waitFor();
  await page.getByRole("button", { name: "不了" }).and(page.locator(":focus")).press("Enter");
  await page.getByRole("button", { name: "清除小雨的资料" }).and(page.locator(":focus")).press("Enter");
  await page.getByRole("group", { name: "清除小雨的资料" }).getByRole("button", { name: "清除小雨的资料" }).click();
  await page.getByText("没有登记孩子。").waitFor();
});

test("a profile is saved, and the card shows the name", async () => {
  await page.goto("/m/profile");
  await page.getByLabel("姓名").fill("陈晨");
  await page.getByLabel("生日").fill("1990-01-31");
  await page.getByRole("button", { name: "保存资料" }).click();
  await page.getByText("资料已保存").waitFor();
  await page.getByRole("link", { name: "会员卡", exact: true }).click();
  await page.getByText("陈晨", { exact: true }).waitFor();
});

test("leaving for good takes a new code, a minute after the last one", async () => {
  await page.goto("/m/privacy");
  await page.getByText(/^您将失去：/).waitFor();
  await page.getByRole("button", { name: "我要清除" }).click();
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByRole("button", { name: /^\d+ 秒后可重发$/ }).waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "不清除" }).click();
  await page.getByRole("button", { name: "我要清除" }).waitFor();
  assert.deepEqual(faults, []);
});
