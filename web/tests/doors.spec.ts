/** A7: the doors of each surface: what their answers forbid, what their cookies hide, whose writes count. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { openBrowser, openContext, PHONE, SHOP, signIn } from "./browser.ts";
import { join, publishCharter } from "./member_guest.ts";

const DOCUMENTS = ["/", "/m", "/m/join", "/m/points", "/till/app/", "/till/app/sale", "/console/", "/console/sign-in"];

let browser: Browser;
let staff: BrowserContext;
let guest: BrowserContext;
before(async () => {
  browser = await openBrowser();
  staff = await openContext(browser);
  await signIn(staff);
  await publishCharter(staff);
  guest = await openContext(browser, { viewport: PHONE });
  await join(await guest.newPage(), staff);
});
after(() => browser.close());

/** Return the sources of one directive of a policy. */
function sources(policy: string, directive: string): string[] {
  const found = policy.split(";").map((one) => one.trim().split(/ +/)).find(([name]) => name === directive);
  return found?.slice(1) ?? [];
}

for (const path of DOCUMENTS) {
  test(`${path} runs our own scripts only, and stands in nobody's frame`, async () => {
    const headers = (await guest.request.get(path)).headers();
    const policy = headers["content-security-policy"] ?? "";
    assert.deepEqual(sources(policy, "script-src").filter((one) => one !== "'self'"), []);
    assert.ok(!policy.includes("unsafe-"), policy);
    for (const [directive, only] of [["default-src", "'none'"], ["frame-ancestors", "'none'"], ["base-uri", "'none'"]]) {
      assert.deepEqual(sources(policy, directive ?? ""), [only], directive);
    }
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["x-frame-options"], "DENY");
    assert.equal(headers["referrer-policy"], "no-referrer");
  });
}

test("no page of ours opens inside another's", async () => {
  const context = await openContext(browser);
  const page = await context.newPage();
  for (const path of ["/m/join", "/till/app/", "/console/"]) {
    await page.setContent(`<iframe src="${SHOP}${path}" title="trap"></iframe>`);
    await page.waitForTimeout(500);
    const inside = page.frames().filter((frame) => frame.url().startsWith(SHOP));
    const shown = await Promise.all(inside.map((frame) => frame.locator("#root").count().catch(() => 0)));
    assert.deepEqual(shown.filter((count) => count > 0), [], path);
  }
  await context.close();
});

test("no script reads a session, and none is sent along from elsewhere", async () => {
  for (const context of [staff, guest]) {
    const sessions = (await context.cookies()).filter((cookie) => cookie.name.startsWith("__Host-"));
    assert.ok(sessions.length > 0, "somebody is signed in");
    for (const cookie of sessions) {
      assert.ok(cookie.httpOnly && cookie.secure && cookie.path === "/", cookie.name);
      assert.equal(cookie.sameSite, "Lax", cookie.name);
    }
    const page = await context.newPage();
    await page.goto("/m");
    assert.equal(await page.evaluate(() => document.cookie), "");
    await page.close();
  }
});

test("a write counts only from our own pages", async () => {
  const forged: Record<string, string>[] = [
    {},
    { "X-Liuke": "1", Origin: "https://evil.example" },
    { Origin: SHOP },
    { "X-Liuke": "1", Origin: "null" },
  ];
  for (const headers of forged) {
    const member = await guest.request.put("/v1/m/profile", { headers, data: { name: "x" } });
    const clerk = await staff.request.put("/v1/prices", { headers, data: [] });
    assert.deepEqual([member.status(), clerk.status()], [403, 403], JSON.stringify(headers));
  }
});
