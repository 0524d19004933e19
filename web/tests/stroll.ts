/** A stroll through pages in one tab: goes to each, and knows when it stands. */

import type { BrowserContext, Page, Request } from "playwright-core";
import { faultsOf } from "./browser.ts";
import { faultsAt } from "./judge.ts";
import type { Stop } from "./pages.ts";

const POLL_MS = 20;
const pause = () => new Promise((over) => setTimeout(over, POLL_MS));

/** Rest until the page has drawn what came, and has asked for what follows from it. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const idle = () => new Promise<unknown>((done) => requestIdleCallback(done, { timeout: 1_000 }));
    await new Promise((over) => setTimeout(over, 50));
    await idle();
    await idle();
  });
}

/** Go on within the surface that is open, as a link does: it is not loaded anew. */
async function turn(page: Page, path: string): Promise<void> {
  const within = new URL(path, page.url()).pathname === new URL(page.url()).pathname;
  await page.evaluate((to) => {
    for (const old of document.querySelectorAll("h1")) old.dataset["left"] = "";
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  // Another tab of the same page keeps its heading.
  if (!within) await page.locator("h1:not([data-left])").first().waitFor({ state: "attached" });
}

type Go = (page: Page, path: string) => Promise<unknown>;
const load: Go = (page, path) => page.goto(path);

/** Return how to get to a page and wait until it stands: its words are there, nothing is on its way. */
function goer(page: Page): (go: Go, path: string) => Promise<void> {
  const under = new Set<Request>();
  page.on("request", (asked) => under.add(asked));
  page.on("requestfinished", (asked) => under.delete(asked));
  page.on("requestfailed", (asked) => under.delete(asked));
  return async (go, path) => {
    await go(page, path);
    let asked = 1;
    while (asked > 0) {
      while (under.size > 0) await pause();
      await rest(page);
      asked = under.size + (await page.locator(".lk-waiting").count());
    }
  };
}

/** Go to pages in one tab, each anew or `inside` the first, and look at each as it stands. */
export async function walk(page: Page, paths: readonly string[], look: () => Promise<unknown>, inside = true): Promise<void> {
  const go = goer(page);
  for (const [at, path] of paths.entries()) {
    await go(inside && at > 0 ? turn : load, path);
    await look();
  }
}

/** Open every page in one tab, each anew or `inside` the first; return what is wrong with any of them. */
export async function stroll(context: BrowserContext, stops: readonly Stop[], inside = false): Promise<string[]> {
  const page = await context.newPage();
  const faults = faultsOf(page);
  const wrong: string[] = [];
  const look = async () => wrong.push(...(await faultsAt(page, faults.splice(0))));
  await walk(page, stops.map(({ path }) => path), look, inside); // prettier-ignore
  await page.close();
  return wrong;
}
