/** Home: what waits, figures with their period, and where each number leads. */

import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { PHONE, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test("home keeps its period in the address, and a number opens what it counts", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/");
  await page.getByText(/^截至 \d{4}-\d\d-\d\d \d\d:\d\d$/).waitFor();
  await page.getByRole("heading", { name: "待办", exact: true }).waitFor();
  const told = (await (await context.request.get("/v1/home")).json()) as Pick<Figures, "points" | "outstanding">;
  const books = new Set([...told.points, ...told.outstanding.filter(({ points }) => points > 0)].map(({ book }) => book));
  await page.getByRole("region", { name: "积分", exact: true }).getByRole("row").nth(books.size).waitFor(); // below its head
  await expectAccessible(page);
  await shoot(page, "console-home");
  await page.getByText("近 30 天").click();
  await page.waitForURL(/\/console\/?\?period=30d$/);
  await page.getByText(/^与 .+ 至 .+ 相比$/).waitFor();
  await page.getByRole("link", { name: /^新会员/ }).click();
  await page.waitForURL("**/members?where=*");
  await page.getByText(/^入会日期 介于 /).first().waitFor(); // as a chip, and in the sentence
  await page.goBack();
  await page.getByRole("link", { name: /^销售额/ }).click();
  await page.waitForURL("**/orders?since=*");
  await page.getByText(/^从 \d{4}-\d\d-\d\d 起$/).waitFor(); // the list counts what the tile counted
  await page.getByText("计入销售额的").first().waitFor();
  await shoot(page, "console-home-orders");
  await page.goBack();
  await page.getByRole("link", { name: /^活跃会员/ }).click();
  await page.waitForURL("**/members?where=*");
  await page.getByText(/下单购买/).first().waitFor();
  await shoot(page, "console-home-buyers");
  assert.deepEqual(faults, []);
  await context.close();
});

interface Figures {
  points: { book: string }[];
  outstanding: { book: string; points: number }[];
  now: { orders: number };
  last_sale_on: string | null;
}

test("a quiet store offers its last day with sales, and leads back to today", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const { items } = (await (await context.request.get("/v1/stores?limit=100")).json()) as { items: { id: string }[] };
  const figuresOf = async (id: string) => {
    const answer = await context.request.get(`/v1/home?store_id=${id}`);
    return { id, figures: (await answer.json()) as Figures };
  };
  const quietStore = async () => {
    const all = await Promise.all(items.map(({ id }) => figuresOf(id)));
    return all.find(({ figures }) => figures.now.orders === 0 && figures.last_sale_on !== null);
  };
  let quiet = await quietStore();
  // A shop that was just opened counts its sales of the past in the background.
  for (let waited = 0; !quiet && waited < 60; waited += 1) {
    await delay(1_000);
    quiet = await quietStore();
  }
  assert.ok(quiet, "some store of the demo sold last in the year of its receipts");
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console/?store_id=${quiet.id}`);
  const day = quiet.figures.last_sale_on ?? "";
  await page.getByText(`这段时间没有销售。最近一个营业日是 ${day}。`).waitFor();
  await page.getByRole("button", { name: `看 ${day}` }).click();
  await page.waitForURL(`**on=${day}**`);
  await page.getByText(`现在看的是截至 ${day} 的数据。`).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-home-last-day");
  await page.getByRole("button", { name: "回到今天" }).click();
  await page.getByText(`这段时间没有销售。最近一个营业日是 ${day}。`).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test("what sells far from the usual waits on home, and leads to why", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const page = await context.newPage();
  const moved = { region: "south", category: "shoes", on: "2026-11-21", sold_minor: 100, usual_minor: 900, z: -4, causes: [] };
  await page.route("**/v1/movements", (route) => route.fulfill({ json: [moved, { ...moved, category: "hats" }] }));
  await page.goto("/console/");
  await page.getByRole("link", { name: "2 处销售偏离平常" }).click();
  await page.waitForURL("**/console/models");
  await context.close();
});

test("home reads in English on a dark phone", async () => {
  const context = await openContext(browser, { language: "en", scheme: "dark", viewport: PHONE });
  await signIn(context);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/?period=90d");
  await page.getByRole("link", { name: /^New members/ }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  assert.deepEqual(faults, []);
  await context.close();
});
