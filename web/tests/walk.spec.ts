/** Every page of console and till, in both languages and colours, at a desk and on a phone. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import {
  DESK,
  PHONE,
  faultsOf,
  openBrowser,
  openContext,
  signIn,
  type Look,
} from "./browser.ts";
import { faultsAt } from "./judge.ts";
import { atFirstStore, staffPages } from "./pages.ts";

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
    await atFirstStore(context);
    const wrong: string[] = [];
    for (const { path } of await staffPages(context.request)) {
      const page = await context.newPage();
      const faults = faultsOf(page);
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      wrong.push(...(await faultsAt(page, faults)));
      await page.close();
    }
    assert.deepEqual(wrong, []);
    await context.close();
  });
}
