/** Every page of the console, in both languages and colours, at a desk and on a phone. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { DESK, PHONE, openBrowser, openContext, signIn, type Look } from "./browser.ts";
import { staffPages, TILL_PAGES } from "./pages.ts";
import { stroll } from "./stroll.ts";

const LOOKS: Look[] = [
  { language: "zh-CN", scheme: "light", viewport: DESK },
  { language: "en", scheme: "dark", viewport: PHONE },
];

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

for (const look of LOOKS) {
  test(`every page stands in ${look.language}, ${look.scheme}, ${look.viewport?.width} px`, async () => {
    const context = await openContext(browser, look);
    await signIn(context);
    const stops = await staffPages(context.request);
    // The till's are walked through in four looks, beside the members' (walk_guests.spec.ts).
    const pages = stops.filter((stop) => !TILL_PAGES.includes(stop));
    // At a desk each is opened by its address, on a phone from the one before.
    assert.deepEqual(await stroll(context, pages, look.viewport === PHONE), []);
    await context.close();
  });
}
