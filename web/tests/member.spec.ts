/** A member's pages: join by phone, show the card, read points, claim a receipt, decide on consents. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, PHONE, shoot, signIn } from "./browser.ts";
import { ask, newPhone, publishCharter, sell, typeCode } from "./member_guest.ts";

const NARROW = { width: 320, height: 640 };
const PAGES = [
  ["home", "/m"], ["card", "/m/card"], ["points", "/m/points"], ["tier", "/m/tiers/stars"],
  ["coupons", "/m/coupons"], ["gifts", "/m/gifts"], ["orders", "/m/orders"], ["receipt", "/m/receipt"],
  ["me", "/m/me"], ["profile", "/m/profile"], ["family", "/m/family"], ["consents", "/m/consents"],
  ["privacy", "/m/privacy"],
] as const;

let browser: Browser;
let staff: BrowserContext;
let guest: BrowserContext;
let page: Page;
let faults: string[];
let card: Page;
let shown: string;
const phone = newPhone();

before(async () => {
  browser = await openBrowser();
  staff = await openContext(browser);
  await signIn(staff);
  await publishCharter(staff);
  guest = await openContext(browser, { viewport: PHONE });
  page = await guest.newPage();
  faults = faultsOf(page);
});
after(() => browser.close());

async function codeOf(shows: Page): Promise<string | null> {
  const code = shows.locator("img.qr").first();
  await code.waitFor();
  return code.getAttribute("data-code");
}

async function memberId(): Promise<string> {
  const answer = await guest.request.get("/v1/m/profile");
  return ((await answer.json()) as { member_id: string }).member_id;
}

test("a stranger joins with a phone and a code, and only the charter is asked for", async () => {
  await page.goto("/m");
  await page.waitForURL("**/m/join");
  await expectAccessible(page);
  await shoot(page, "member-join");
  await typeCode(page, staff, phone);
  assert.equal(await page.getByLabel("验证码").getAttribute("autocomplete"), "one-time-code");
  assert.match(await page.getByRole("button", { name: /秒后可重发/ }).innerText(), /\d+ 秒后可重发/);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { name: "加入会员" }).waitFor();
  for (const box of await page.getByRole("checkbox").all()) assert.equal(await box.isChecked(), false);
  await expectAccessible(page);
  await shoot(page, "member-charter");
  await page.getByRole("button", { name: "加入会员" }).click();
  await page.getByText("加入前请先接受章程。").waitFor();
  await page.getByRole("checkbox", { name: /会员章程/ }).check();
  await page.getByRole("checkbox", { name: "短信接收优惠" }).check();
  await page.getByLabel("姓名").fill("陈晨");
  await page.getByRole("button", { name: "加入会员" }).click();
  await page.waitForURL(/\/m\/?\?joined=1$/);
  await page.getByText("您已加入。").waitFor();
  await page.getByText("陈晨", { exact: true }).waitFor();
});

test("the card's code is the member's at the till", async () => {
  card = await guest.newPage();
  await card.goto("/m/card");
  shown = (await codeOf(card)) ?? "";
  assert.match(shown, /^LKM[A-Z2-7]{48}$/);
  const found = await ask<unknown>(staff, "POST", "/till/members/lookups", { text: shown });
  assert.ok(JSON.stringify(found).includes(await memberId()));
});

test("a sale at the till shows in the points and in the order with its price explained", async () => {
  const sold = await sell(staff, await memberId());
  const stars = sold.decision.awards?.find((award) => award.book === "stars")?.points;
  await page.goto("/m/points/stars");
  await page.getByText(`+${stars}`, { exact: true }).waitFor();
  await page.locator(".m-list a").first().click();
  await page.waitForURL(`**/orders/${sold.id}`);
  await page.getByText("普洱茶 250 克").waitFor();
  await page.getByRole("heading", { name: "怎么算的" }).waitFor();
  await page.getByText("现金").waitFor();
  await expectAccessible(page);
  await shoot(page, "member-order");
});

test("a guest's receipt becomes the member's by its code, once", async () => {
  const { claim_code, id } = await sell(staff, null);
  assert.ok(claim_code);
  await page.goto("/m/receipt");
  await page.getByLabel("小票底部的认领码").fill("short");
  await page.getByRole("button", { name: "认领" }).click();
  await page.getByText("请填小票上的认领码。").waitFor();
  await page.getByLabel("小票底部的认领码").fill(claim_code.toLowerCase());
  await page.getByRole("button", { name: "认领" }).click();
  await page.waitForURL(`**/orders/${id}`);
  await page.goto(`/m/receipt?code=${claim_code}`);
  await page.getByRole("button", { name: "认领" }).click();
  await page.getByRole("alert").waitFor();
});

test("a consent is given, and taken back as easily", async () => {
  await page.goto("/m/consents");
  const sms = page.getByRole("checkbox", { name: /短信接收优惠/ });
  await page.getByText(/ 同意$/).first().waitFor();
  assert.equal(await sms.isChecked(), true);
  await sms.click();
  await page.getByText(/ 撤回$/).waitFor();
  const email = page.getByRole("checkbox", { name: /邮件接收优惠/ });
  await email.click();
  await page.getByRole("checkbox", { name: /邮件接收优惠.* 同意/ }).waitFor();
  await page.reload();
  await page.getByText(/ 撤回$/).waitFor();
  assert.equal(await sms.isChecked(), false);
  assert.equal(await email.isChecked(), true);
});

test("all data is taken along in one file", async () => {
  await page.goto("/m/privacy");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "下载我的资料" }).click(),
  ]);
  assert.match(file.suggestedFilename(), /^liuke-\d{4}-\d\d-\d\d\.json$/);
  const content = JSON.parse(readFileSync(await file.path(), "utf8")) as { member_id: string };
  assert.equal(content.member_id, await memberId());
  await page.getByText(/^已下载 liuke-/).waitFor();
});

test("the language is changed at once and kept with the member", async () => {
  await page.goto("/m/me");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Me", exact: true }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.reload();
  await page.getByRole("link", { name: "Orders and receipts" }).waitFor();
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("heading", { name: "我的", exact: true }).waitFor();
});

for (const [name, path] of PAGES) {
  test(`${name} can be read by everybody, light and dark, as narrow as 320 px`, async () => {
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(PHONE);
    await page.goto(path);
    await page.locator("h1").waitFor();
    await shoot(page, `member-${name}`);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.setViewportSize(NARROW);
    await expectNoSidewaysScroll(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page);
  });
}

test("the card's code changed by itself while its page stayed open", async () => {
  await card.waitForFunction(
    (before) => document.querySelector<HTMLElement>("img.qr")?.dataset["code"] !== before,
    shown,
    { timeout: 40_000 },
  );
  assert.match((await codeOf(card)) ?? "", /^LKM[A-Z2-7]{48}$/);
});

test("without a line the card stays, whatever is tapped", async () => {
  const cut = await guest.newPage();
  await cut.goto("/m");
  await codeOf(cut);
  for (const gone of [/assets\/Me-[^/]*\.js$/, /\/health$/]) await cut.route(gone, (route) => route.abort());
  await cut.getByRole("link", { name: "我的", exact: true }).click();
  await cut.getByRole("heading", { name: "这一页没能打开" }).waitFor();
  await cut.getByRole("button", { name: "重试" }).click();
  await cut.getByRole("link", { name: "会员卡", exact: true }).click();
  await codeOf(cut);
  await cut.close();
});

test("whoever signs out is asked for their phone again", async () => {
  await page.goto("/m/me");
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.getByText("您已退出登录。").waitFor();
  await page.goto("/m/points");
  await page.waitForURL("**/m/join?next=%2Fpoints");
  assert.deepEqual(faults, []);
});
