/** Who joins on a cheap phone looks for the code in another app: what was typed is there when they come back. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { codeSent, newPhone, publishCharter } from "./member_guest.ts";

const NARROW = { width: 320, height: 640 };
const KEPT = "liuke.join";
let browser: Browser;
let staff: BrowserContext;

before(async () => {
  browser = await openBrowser();
  staff = await openContext(browser);
  await signIn(staff);
  await publishCharter(staff);
});
after(() => browser.close());

test("a page loaded anew keeps the phone and that a code was sent, never the code", async () => {
  const context = await openContext(browser, { viewport: NARROW });
  const page = await context.newPage();
  const faults = faultsOf(page);
  const phone = newPhone();
  await page.goto("/m/join");
  await page.getByLabel("手机号").fill(phone);
  await page.reload();
  await page.getByRole("button", { name: "获取验证码" }).waitFor();
  assert.equal(await page.getByLabel("手机号").inputValue(), phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  const code = page.getByLabel("验证码");
  await code.waitFor();
  const sent = await codeSent(staff, phone);
  await code.fill(sent);
  await page.reload();
  await code.waitFor();
  assert.equal(await code.inputValue(), "");
  await page.getByText(phone, { exact: true }).waitFor();
  await page.getByRole("button", { name: /秒后可重发/ }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "member-join-again");
  const kept = await page.evaluate((key) => sessionStorage.getItem(key) ?? "", KEPT);
  assert.ok(kept.includes(phone));
  assert.ok(!kept.includes(sent), "the code is kept nowhere");
  await code.fill(sent);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("checkbox", { name: /会员章程/ }).check();
  await page.getByRole("button", { name: "加入会员" }).click();
  await page.waitForURL(/joined=1$/);
  assert.equal(await page.evaluate((key) => sessionStorage.getItem(key), KEPT), null);
  assert.deepEqual(faults, []);
  await context.close();
});

test("whoever wants another phone begins with the one they typed, and no code is waited for", async () => {
  const context = await openContext(browser, { viewport: NARROW });
  const page = await context.newPage();
  const phone = newPhone();
  await page.goto("/m/join");
  await page.getByLabel("手机号").fill(phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByLabel("验证码").waitFor();
  await page.getByRole("button", { name: "换一个手机号" }).click();
  await page.reload();
  await page.getByRole("button", { name: "获取验证码" }).waitFor();
  assert.equal(await page.getByLabel("手机号").inputValue(), phone);
  await context.close();
});
