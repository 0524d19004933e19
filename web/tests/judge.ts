/** What is wrong with a page as it stands: names, width, reading by everybody, faults it told. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll } from "./browser.ts";

/** Return every fault of a page, each with its address. */
export async function faultsAt(page: Page, told: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  // A busy machine may be quiet before the page has begun; its heading says that it stands.
  await page.locator("h1").first().waitFor({ timeout: 30_000 }).catch(() => undefined);
  const checks = [
    async () => assert.equal(await page.locator("h1").count(), 1, "one h1"),
    () => expectNoSidewaysScroll(page),
    () => expectAccessible(page),
    async () => assert.deepEqual(told, []),
  ];
  for (const check of checks) {
    await check().catch((fault: unknown) => wrong.push(`${page.url()}: ${String(fault).slice(0, 600)}`));
  }
  return wrong;
}
