/** Take a picture of every page of the three surfaces, desktop and phone (`make shots`). */

import { DESK, PHONE, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { join, publishCharter, sell } from "./member_guest.ts";
import { atFirstStore, MEMBER_PAGES, staffPages, type Stop } from "./pages.ts";
import type { BrowserContext } from "playwright-core";

async function shootAll(context: BrowserContext, stops: readonly Stop[], width: number): Promise<void> {
  for (const { name, path } of stops) {
    const page = await context.newPage();
    await page.goto(path);
    await shoot(page, `${name}-${width}`);
    await page.close();
  }
}

const browser = await openBrowser();
for (const viewport of [DESK, PHONE]) {
  const staff = await openContext(browser, { viewport });
  await signIn(staff);
  await atFirstStore(staff);
  await publishCharter(staff);
  await shootAll(staff, await staffPages(staff.request), viewport.width);
  const guest = await openContext(browser, { viewport });
  const page = await guest.newPage();
  await page.goto("/m/join");
  await shoot(page, `member-join-${viewport.width}`);
  await sell(staff, await join(page, staff));
  await shootAll(guest, MEMBER_PAGES, viewport.width);
  await staff.close();
  await guest.close();
}
await browser.close();
