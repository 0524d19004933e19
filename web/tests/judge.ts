/** What is wrong with a page as it stands: names, width, reading by everybody, faults it told. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll } from "./browser.ts";

/** From here on a table has room for its columns (kit/src/desk/wide.ts). */
const ROOM = 640;

/** Refuse lists of the console that scroll sideways inside themselves, or are cut, on a phone. */
async function expectListsFit(page: Page): Promise<void> {
  if ((page.viewportSize()?.width ?? ROOM) >= ROOM || !new URL(page.url()).pathname.startsWith("/console")) return;
  const wide = await page.evaluate(() => {
    const narrow = (one: Element) => getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
    const around = (one: Element | null): Element[] => (one === null || one === document.body ? [] : [one, ...around(one.parentElement)]);
    // The figures behind a chart are as wide as the chart, which may be drawn wider than a phone.
    const lists = [...document.querySelectorAll("main :is(table, ul, ol, dl)")].filter((one) => one.checkVisibility() && !one.closest(".chart"));
    return [...new Set(lists.flatMap(around).filter(narrow))].map((one) => `${one.className}: ${one.scrollWidth} px in ${one.clientWidth}`);
  });
  assert.deepEqual(wide, [], "lists fit a phone");
}

/** Return every fault of a page, each with its address. */
export async function faultsAt(page: Page, told: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  // A busy machine may be quiet before the page has begun; its heading says that it stands.
  await page.locator("h1").first().waitFor({ timeout: 30_000 }).catch(() => undefined);
  const checks = [
    async () => assert.equal(await page.locator("h1").count(), 1, "one h1"),
    async () => assert.equal(await page.evaluate(() => scrollY), 0, "a page opens at its top"),
    () => expectNoSidewaysScroll(page),
    () => expectListsFit(page),
    () => expectAccessible(page),
    async () => assert.deepEqual(told, []),
  ];
  for (const check of checks) {
    await check().catch((fault: unknown) => wrong.push(`${page.url()}: ${String(fault).slice(0, 600)}`));
  }
  return wrong;
}
