/** Take a picture of every page of console and till, desktop and phone (`make shots`). */

import { DESK, PHONE, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { staffPages } from "./pages.ts";

const browser = await openBrowser();
for (const viewport of [DESK, PHONE]) {
  const context = await openContext(browser, { viewport });
  await signIn(context);
  for (const { name, path } of await staffPages(context.request)) {
    const page = await context.newPage();
    await page.goto(path);
    await shoot(page, `${name}-${viewport.width}`);
    await page.close();
  }
  await context.close();
}
await browser.close();
