/** Measure what clicks and keys in the programme editor cost the page's main thread; one JSON line each. */

import type { CDPSession, Locator, Page } from "playwright-core";
import { openBrowser, openContext, signIn } from "./browser.ts";
import { begin } from "./programme_draft.ts";

/** So many rules stand in the programme, and so often each thing is done. */
const TIMES = 20;
/** Keys follow each other so fast; what comes of them later, a save or a check, is not theirs. */
const PAUSE_MS = 250;

const CODE = `cost-${crypto.randomUUID().slice(0, 8)}`;
const rule = (at: number) => ({
  code: `rule_${at}`, name: `Weekday offer ${at}`, name_zh: `平日优惠 ${at}`, stage: "limited",
  window: { weekdays: [1, 2, 3] }, effects: [{ kind: "percent_off", off_bp: 1000 }],
  when: { kind: "fact", name: "basket.amount", op: ">=", value: 8000, args: [] },
}); // prettier-ignore
const DOCUMENT = {
  code: CODE, name: "Offers", name_zh: "优惠", rules: Array.from({ length: TIMES }, (_, at) => rule(at)),
}; // prettier-ignore

/** Return the seconds that the main thread has worked, by its own clock: other programs do not count. */
async function worked(wire: CDPSession): Promise<number> {
  const { metrics } = await wire.send("Performance.getMetrics");
  return metrics.find((one) => one.name === "TaskDuration")?.value ?? 0;
}

const drawn = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function middleOf(of: Locator): Promise<[number, number]> {
  await of.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await of.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return [x + width / 2, y + Math.min(height / 2, 12)];
}

class Meter {
  readonly page: Page;
  readonly #wire: CDPSession;

  constructor(page: Page, wire: CDPSession) {
    this.page = page;
    this.#wire = wire;
  }

  async act(deed: string, act: () => Promise<void>): Promise<void> {
    await this.page.waitForTimeout(PAUSE_MS);
    const before = await worked(this.#wire);
    await act();
    await drawn(this.page);
    console.log(JSON.stringify({ deed, ms: ((await worked(this.#wire)) - before) * 1000 }));
  }

  /** Click as a hand does: the search for the place is not measured. */
  async click(deed: string, on: Locator): Promise<void> {
    const [x, y] = await middleOf(on);
    await this.page.mouse.move(x, y);
    await this.act(deed, () => this.page.mouse.click(x, y));
  }
}

const form = (page: Page) => page.locator(".editor-form");
const option = (page: Page) => page.locator(".ant-select-dropdown:visible .ant-select-item-option");

async function open(meter: Meter): Promise<void> {
  const heads = form(meter.page).locator("details.item > summary");
  for (let at = TIMES - 1; at >= 0; at -= 1) await meter.click("open a rule", heads.nth(at));
}

async function type(meter: Meter): Promise<void> {
  const { page } = meter;
  await form(page).getByLabel("中文名称", { exact: true }).focus();
  await page.keyboard.press("End");
  for (let at = 0; at < TIMES; at += 1) await meter.act("type a name", () => page.keyboard.press("a"));
}

async function choose(meter: Meter): Promise<void> {
  const { page } = meter;
  const box = form(page).getByRole("combobox", { name: "计价步骤", exact: true });
  for (let at = 0; at < TIMES; at += 1) {
    await meter.click("open a choice", box);
    await meter.click("choose", option(page).nth(at % 2 ? 2 : 0));
  }
}

async function add(meter: Meter): Promise<void> {
  const { page } = meter;
  await form(page).getByRole("button", { name: "改条件" }).click();
  const box = form(page).getByRole("combobox", { name: "添加条件", exact: true });
  for (let at = 0; at < TIMES; at += 1) {
    await box.click();
    await meter.click("add a condition", option(page).first());
    await form(page).getByRole("button", { name: "去掉第 0.1 行" }).click();
  }
}

const browser = await openBrowser([]);
const context = await openContext(browser);
await signIn(context);
const id = await begin(context, DOCUMENT);
const page = await context.newPage();
const wire = await context.newCDPSession(page);
await wire.send("Performance.enable", { timeDomain: "threadTicks" });
await page.goto(`/console/programme/${CODE}/edit/promotions?draft=${id}`);
await form(page).locator("details.item").first().waitFor();
await page.waitForLoadState("networkidle");
const meter = new Meter(page, wire);
for (const deed of [open, type, choose, add]) await deed(meter);
await browser.close();
