/** A real browser over a served shop: sign in, open pages, judge them. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import assert from "node:assert/strict";
import { afterEach } from "node:test";
import packed from "@sparticuz/chromium";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

const require = createRequire(import.meta.url);
export const SHOP = process.env["LIUKE_URL"] ?? "http://127.0.0.1:8420";
export const SHOTS = join(import.meta.dirname, "../../.cache/shots");
export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
/** As long as the busiest machine may take: where a thing comes, nobody waits for the rest of it. */
const PATIENCE_MS = 60_000;

/** Chinese glyphs for headless Chromium: fonts of a package, found through fontconfig. */
function fontsFolder(): string {
  const folder = join(tmpdir(), "liuke-fonts");
  mkdirSync(folder, { recursive: true });
  const fonts = dirname(require.resolve("@expo-google-fonts/noto-sans-sc/package.json"));
  const said = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
    <dir>${fonts}/400Regular</dir><dir>${fonts}/600SemiBold</dir><dir>/usr/share/fonts</dir>
    <cachedir>${folder}/cache</cachedir></fontconfig>`;
  const file = join(folder, "fonts.conf");
  writeFileSync(file, said);
  return file;
}

/**
 * What the package asks for and people's browsers do not have: the rules between sites must hold, and
 * in one process a service worker of a second context takes the browser down with it. A graphics card
 * that the processor plays costs more than drawing without one.
 */
const UNWANTED = new Set([
  "--allow-running-insecure-content",
  "--disable-web-security",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  "--in-process-gpu",
  "--no-zygote",
  "--single-process",
  "--use-angle=swiftshader",
  "--use-gl=angle",
]);

/** Pages of stories live for seconds: what makes a page of hours faster costs more than it brings. */
const BRIEF = ["--js-flags=--no-opt --no-maglev --min-semi-space-size=64"];

const open: Browser[] = [];

/** Of a story that failed, say what stood on its pages: nobody else sees them where it was told. */
afterEach(async (told) => {
  if ((told as { passed?: boolean }).passed) return;
  for (const page of open.flatMap((one) => one.contexts()).flatMap((one) => one.pages())) {
    const text = await page.locator("body").innerText({ timeout: 2_000 }).catch(String);
    console.error(`${page.url()}\n${text.replaceAll(/\s+/g, " ").slice(0, 1_500)}\n`);
  }
});

/** Start the browser, as people have it or for brief pages; close it when the file is done. */
export async function openBrowser(own: readonly string[] = BRIEF): Promise<Browser> {
  process.env["FONTCONFIG_FILE"] = fontsFolder();
  const executablePath = await packed.executablePath();
  const args = [...packed.args.filter((one) => !UNWANTED.has(one)), "--disable-gpu", ...own];
  const start = () => chromium.launch({ executablePath, args, headless: true });
  // One start in some hundred ends in a fault of the browser's own; a second one is enough.
  const started = await start().catch(start);
  open.push(started);
  return started;
}

export interface Look {
  language?: "zh-CN" | "en";
  scheme?: "light" | "dark";
  viewport?: { width: number; height: number };
}

/** Open a context with its own cookies, language and colours. */
export async function openContext(browser: Browser, look: Look = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: SHOP,
    viewport: look.viewport ?? DESK,
    locale: look.language ?? "zh-CN",
    timezoneId: "Asia/Shanghai",
    colorScheme: look.scheme ?? "light",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** Watch a page: what it said on the console, threw, or was forbidden by its policy. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on("console", (said) => {
    // A refusal that a page shows in words is no fault of the page.
    if (said.type() === "error" && !said.text().includes("the server responded with a status of")) {
      faults.push(said.text());
    }
  });
  page.on("pageerror", (thrown) => faults.push(String(thrown)));
  return faults;
}

/** Sign the context in as a member of staff, through the server's own door. */
export async function signIn(context: BrowserContext, as?: { name: string; password: string }): Promise<void> {
  const answer = await context.request.post("/v1/sessions", {
    headers: { "X-Liuke": "1", Origin: SHOP },
    data: {
      sign_in: as?.name ?? process.env["LIUKE_SIGN_IN"] ?? "lin",
      password: as?.password ?? process.env["LIUKE_PASSWORD"] ?? "correct-horse-battery-7",
    },
  });
  assert.equal(answer.status(), 201, await answer.text());
}

interface Found {
  violations: { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }[];
}

/** Rules whose faults are moderate at most, by axe's own word: they would be read out and let pass. */
const MODERATE = [
  "heading-order", "landmark-banner-is-top-level", "landmark-main-is-top-level", "landmark-no-duplicate-banner",
  "landmark-no-duplicate-main", "landmark-one-main", "landmark-unique", "page-has-heading-one", "region",
]; // prettier-ignore
const ASKED = JSON.stringify({
  resultTypes: ["violations"],
  // What is loaded beside a page for two rules is sheets and films; the pages play none.
  preload: false,
  rules: Object.fromEntries(MODERATE.map((rule) => [rule, { enabled: false }])),
});
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Return the serious and critical faults of a page, once no list is dimmed by a newer question. */
async function graveFaults(page: Page): Promise<string[]> {
  await page.locator(".list-old, .rp-old").first().waitFor({ state: "detached" });
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const found = (await page.evaluate(`axe.run(${ASKED})`)) as Found;
  const grave = found.violations.filter((one) => one.impact === "serious" || one.impact === "critical");
  return grave.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

/** Refuse serious and critical faults of accessibility; what was dimmed under the judge's eyes is judged again. */
export async function expectAccessible(page: Page): Promise<void> {
  let told = await graveFaults(page);
  if (told.length > 0) {
    await page.waitForTimeout(500);
    told = await graveFaults(page);
  }
  assert.deepEqual(told, [], page.url());
}

/** Refuse sideways scroll of the page as a whole, once it stands as its window is wide. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const fits = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth;
  // A window made narrower tells the page in its next frame, and the page then folds its menu.
  await page.waitForFunction(fits, undefined, { timeout: 10_000 }).catch(() => undefined);
  const [wide, room] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok((wide ?? 0) <= (room ?? 0), `${page.url()} is ${wide} px wide in ${room} px`);
}

/** Wait until nothing loads any more, then take a picture into `.cache/shots`; `make test` keeps none. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.waitForLoadState("networkidle");
  if (process.env["LIUKE_SHOTS"] === "none") return;
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}
