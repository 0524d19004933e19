/** Measure the member's first page on a throttled phone, by the browser's own protocol; one JSON line a load. */

import type { Browser, BrowserContext } from "playwright-core";
import { openBrowser, openContext, signIn } from "./browser.ts";
import { join, publishCharter, sell } from "./member_guest.ts";

/** What Lighthouse calls a mid-tier phone on slow 4G, its network made slow in fact and not by sums. */
const LINE = { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9 };
const SLOWER = 4;
const PHONE = { width: 360, height: 640 };
const QUIET_MS = 1_500;

interface Loaded {
  page: string;
  lcp_ms: number;
  fcp_ms: number;
  cls: number;
  blocked_ms: number;
  script_kb: number;
  total_kb: number;
}

/** Load a page with an empty cache and say what it weighed and when it stood. */
async function load(context: BrowserContext, name: string, path: string): Promise<Loaded> {
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  const kinds = new Map<string, string>();
  let [script, total] = [0, 0];
  wire.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    total += encodedDataLength;
    if (kinds.get(requestId) === "Script") script += encodedDataLength;
  });
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  await wire.send("Network.emulateNetworkConditions", LINE);
  await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(watch);
  await page.goto(path);
  await page.locator("h1").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(QUIET_MS);
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  await page.close();
  return { page: name, ...seen, script_kb: script / 1000, total_kb: total / 1000 };
}

interface Seen {
  lcp_ms: number;
  fcp_ms: number;
  cls: number;
  blocked_ms: number;
}

/** Watch paints, shifts and long tasks from the first moment of the page. */
function watch(): void {
  const seen: Seen = { lcp_ms: 0, fcp_ms: 0, cls: 0, blocked_ms: 0 };
  Object.assign(globalThis, { seen });
  const follow = (type: string, take: (entry: PerformanceEntry & { value?: number }) => void) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
    observer.observe({ type, buffered: true });
  };
  follow("largest-contentful-paint", (entry) => (seen.lcp_ms = entry.startTime));
  follow("paint", (entry) => entry.name === "first-contentful-paint" && (seen.fcp_ms = entry.startTime));
  follow("layout-shift", (entry) => (seen.cls += entry.value ?? 0));
  follow("longtask", (entry) => (seen.blocked_ms += Math.max(entry.duration - 50, 0)));
}

async function rounds(browser: Browser, count: number): Promise<void> {
  const staff = await openContext(browser);
  await signIn(staff);
  await publishCharter(staff);
  const member = await openContext(browser, { viewport: PHONE });
  const page = await member.newPage();
  await sell(staff, await join(page, staff));
  await page.close();
  for (let round = 0; round < count; round += 1) {
    const stranger = await openContext(browser, { viewport: PHONE });
    console.log(JSON.stringify(await load(stranger, "join", "/m/join")));
    await stranger.close();
    console.log(JSON.stringify(await load(member, "home", "/m")));
  }
}

const browser = await openBrowser([]);
await rounds(browser, Number(process.argv[2] ?? 5));
await browser.close();
