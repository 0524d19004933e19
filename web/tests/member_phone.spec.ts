/** T5 and A8: one phone typed in many ways is one member, and a code to it ends after five guesses. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser, openContext, PHONE, signIn } from "./browser.ts";
import { ask, codeSent, newPhone, publishCharter } from "./member_guest.ts";

const NAME = "Zoe\u0308 👩\u200d👧 李\u202e";

let browser: Browser;
let staff: BrowserContext;
before(async () => {
  browser = await openBrowser();
  staff = await openContext(browser);
  await signIn(staff);
  await publishCharter(staff);
});
after(() => browser.close());

/** Return a phone as people write it. */
function spellings(phone: string): string[] {
  const wide = [...phone].map((digit) => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0)).join("");
  const parts = `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`;
  return [`+86 ${parts}`, `0086${phone}`, wide, ` ${parts.replaceAll(" ", "-")} `];
}

/** Ask for a code on the page and return it. */
async function askCode(page: Page, typed: string, phone: string): Promise<string> {
  await page.goto("/m/join");
  await page.getByLabel("手机号").fill(typed);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByLabel("验证码").waitFor();
  return codeSent(staff, phone);
}

/** Type a code and return what the server answered. */
async function enter(page: Page, code: string): Promise<number> {
  const answered = page.waitForResponse((answer) => answer.url().endsWith("/v1/m/sessions"));
  await page.getByLabel("验证码").fill(code);
  await page.getByRole("button", { name: "登录" }).click();
  return (await answered).status();
}

test("however a phone is typed, on the page or at the counter, it is one member", async () => {
  const context = await openContext(browser, { viewport: PHONE });
  const page = await context.newPage();
  const phone = newPhone();
  const [typed, ...others] = spellings(phone);
  await enter(page, await askCode(page, typed ?? "", phone));
  await page.getByRole("checkbox", { name: /会员章程/ }).check();
  await page.getByRole("button", { name: "加入会员" }).click();
  await page.waitForURL(/joined=1$/);
  const { member_id } = (await (await context.request.get("/v1/m/profile")).json()) as { member_id: string };
  for (const spelling of others) {
    const enrolled = await ask<{ member_id: string; created: boolean }[]>(staff, "POST", "/v1/members", [
      { phone: spelling, name: NAME },
    ]);
    assert.deepEqual(enrolled.map((one) => [one.member_id, one.created]), [[member_id, false]], spelling);
  }
  const { identities } = await ask<{ identities: { kind: string; value: string }[] }>(staff, "GET", `/v1/members/${member_id}`);
  assert.deepEqual(identities.map((one) => [one.kind, one.value.slice(-4)]), [["phone", phone.slice(-4)]]);
  await context.close();
});

test("five wrong codes end a code, and the right one opens nothing any more, here or elsewhere", async () => {
  const context = await openContext(browser, { viewport: PHONE });
  const page = await context.newPage();
  const phone = newPhone();
  const sent = await askCode(page, phone, phone);
  const wrong = sent === "000000" ? "111111" : "000000";
  for (let guess = 0; guess < 5; guess += 1) assert.equal(await enter(page, wrong), 401);
  assert.equal(await enter(page, sent), 401);
  assert.ok(page.url().includes("/m/join"));
  assert.deepEqual((await context.cookies()).filter((cookie) => cookie.name === "__Host-liuke-m"), []);
  const other = await openContext(browser, { viewport: PHONE });
  const stranger = await other.newPage();
  const fresh = newPhone();
  const code = await askCode(stranger, fresh, fresh);
  await page.goto("/m/join");
  const headers = { "X-Liuke": "1", Origin: new URL(page.url()).origin };
  const stolen = await context.request.post("/v1/m/sessions", { headers, data: { phone: fresh, code } });
  assert.equal(stolen.status(), 401, "a code counts in the browser that asked for it only");
  await other.close();
  await context.close();
});
