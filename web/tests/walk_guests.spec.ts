/** Till and member pages in four looks: every language, colour and width meets another. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { openBrowser, openContext, PHONE, signIn, type Look } from "./browser.ts";
import { join, publishCharter, sell } from "./member_guest.ts";
import { atFirstStore, MEMBER_PAGES, TILL_PAGES } from "./pages.ts";
import { stroll } from "./stroll.ts";

const LOOKS: Look[] = [
  { language: "zh-CN", scheme: "dark", viewport: PHONE },
  { language: "en", scheme: "light", viewport: { width: 1440, height: 900 } },
  { language: "en", scheme: "dark", viewport: { width: 320, height: 640 } },
  { language: "zh-CN", scheme: "light", viewport: { width: 768, height: 1024 } },
];

let browser: Browser;
let staff: BrowserContext;
let guest: BrowserContext;
before(async () => {
  browser = await openBrowser();
  staff = await openContext(browser);
  await signIn(staff);
  await publishCharter(staff);
  guest = await openContext(browser, { viewport: PHONE });
  const page = await guest.newPage();
  await sell(staff, await join(page, staff));
});
after(() => browser.close());

for (const look of LOOKS) {
  const named = `${look.language}, ${look.scheme}, ${look.viewport?.width} px`;
  // In one look each page is opened by its address, in the others from the one before.
  const inside = look !== LOOKS[0];
  test(`a member's pages stand in ${named}`, async () => {
    const context = await openContext(browser, look);
    await context.addCookies(await guest.cookies());
    assert.deepEqual(await stroll(context, MEMBER_PAGES, inside), []);
    await context.close();
  });

  test(`the till's pages stand in ${named}`, async () => {
    const context = await openContext(browser, look);
    await signIn(context);
    await atFirstStore(context);
    assert.deepEqual(await stroll(context, TILL_PAGES, inside), []);
    await context.close();
  });
}
