/** Signing in: the right words for a wrong password, and the page asked for after the right one. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { accountWords } from "../console/src/pages/account/account.words.ts";
import { SHOP, expectAccessible, faultsOf, openBrowser, openContext, shoot } from "./browser.ts";

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test("a stranger is asked in, told what is wrong, and led to the page they wanted", async () => {
  const context = await openContext(browser);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/members");
  await page.waitForURL("**/sign-in?next=%2Fconsole%2Fmembers");
  await page.getByLabel("登录名").fill(process.env["LIUKE_SIGN_IN"] ?? "lin");
  await page.getByLabel("密码").fill("not-my-password-1");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("alert").waitFor();
  await expectAccessible(page);
  await shoot(page, "console-sign-in");
  await page.getByLabel("密码").fill(process.env["LIUKE_PASSWORD"] ?? "correct-horse-battery-7");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.waitForURL("**/console/members");
  assert.deepEqual(faults, []);
  await context.close();
});

test("a passkey made in the account opens the console without a password", async () => {
  const shop = SHOP.replace("127.0.0.1", "localhost");
  const context = await openContext(browser);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(`${shop}/console/account`);
  await page.getByLabel("登录名").fill(process.env["LIUKE_SIGN_IN"] ?? "lin");
  await page.getByLabel("密码").fill(process.env["LIUKE_PASSWORD"] ?? "correct-horse-battery-7");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.waitForURL("**/console/account");
  await page.getByLabel(accountWords.zh.passkeyName).fill("店里的电脑");
  await page.getByRole("button", { name: accountWords.zh.passkeyAdd }).click();
  await page.getByText("店里的电脑").first().waitFor();
  await context.clearCookies();
  await page.goto(`${shop}/console/sign-in`);
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await page.waitForURL("**/console/");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await context.close();
});
