/** Reports: found, asked, taken apart to the members behind a figure, saved and taken away. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { DESK, SHOP, expectAccessible, faultsOf, openBrowser, openContext, signIn } from "./browser.ts";

const DAY_MS = 86_400_000;
/** The receipts are of this time; what other stories sold is of today. */
const RECEIPTS = { since_on: "2016-12-01", until_on: "2018-01-31" };
let browser: Browser;
let context: BrowserContext;
before(async () => {
  browser = await openBrowser();
  context = await openContext(browser, { language: "en", viewport: DESK });
  await signIn(context);
});
after(() => browser.close());

async function opened(path: string): Promise<{ page: Page; faults: string[] }> {
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console/reports${path}`);
  return { page, faults };
}

test("a report is asked from the gallery, and its filters live in the address", async () => {
  const { page, faults } = await opened("");
  await page.getByRole("link", { name: /^Sales and the members/ }).click();
  await page.getByRole("heading", { level: 1, name: "Sales and the members' share" }).waitFor();
  await page.locator(".rp-sentence").waitFor();
  const months = await page.getByRole("row").count();

  await page.getByText("Day", { exact: true }).click();
  await page.waitForURL(/grain=day/);
  await page.locator(".rp-old").waitFor({ state: "detached" });

  assert.ok((await page.getByRole("row").count()) >= months, "days are no fewer than months");
  await page.reload();
  await page.locator(".rp-sentence").waitFor();
  assert.equal(await page.locator(".ant-segmented-item-selected", { hasText: "Day" }).count(), 1);
  assert.deepEqual(faults, []);
  await page.close();
});

test("a period is picked in the reader's language, and lives in the address", async () => {
  const { page, faults } = await opened("/sales");
  await page.locator(".rp-sentence").waitFor();
  const from = page.getByLabel("From", { exact: true });
  const until = await page.getByLabel("Until", { exact: true }).inputValue();

  await from.click();
  await from.fill(`${until.slice(0, 8)}01`);
  await from.press("Enter");
  await page.waitForURL(new RegExp(`since_on=${until.slice(0, 8)}01`));
  await page.locator(".rp-old").waitFor({ state: "detached" });

  await expectAccessible(page);
  assert.equal(await page.getByRole("row").count(), 2, "one month and the head");
  await page.getByRole("button", { name: "Up to now" }).click();
  await page.locator(".rp-sentence").waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("a figure leads to the members behind it, and back closes them", async () => {
  const { page, faults } = await opened("/repurchase");
  const row = page.getByRole("row").nth(1);
  await row.waitFor();
  const buyers = (await row.getByRole("cell").nth(0).textContent()) ?? "";

  await row.getByRole("button", { name: /^Members of/ }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText(new RegExp(`^ ?${buyers} members?$`)).waitFor();
  await drawer.getByRole("link").first().waitFor();

  assert.match(page.url(), /at=/);
  await expectAccessible(page);
  await page.goBack();
  await drawer.waitFor({ state: "hidden" });
  assert.deepEqual(faults, []);
  await page.close();
});

test("a figure of the period before leads to who was behind it then", async () => {
  const asked = await context.request.post("/v1/reports/sales", { headers: { "X-Liuke": "1", Origin: SHOP }, data: { parameters: { grain: "day", ...RECEIPTS } } });
  const { columns, rows } = (await asked.json()) as { columns: { code: string }[]; rows: (string | number)[][] };
  const [day, buyers] = ["period_on", "buyers"].map((code) => columns.findIndex((one) => one.code === code));
  const days = rows.map((row) => [String(row[day ?? 0]), Number(row[buyers ?? 0])] as const);
  const first = days.findIndex(([on], place) => Date.parse(days[place + 1]?.[0] ?? "") - Date.parse(on) === DAY_MS);
  const [then, next] = days.slice(first);
  assert.ok(then && next, "the shop has sold on two days, one after the other");
  const at = encodeURIComponent(JSON.stringify({ period_on: then[0] }));
  const { page, faults } = await opened(`/sales?grain=day&since_on=${next[0]}&until_on=${next[0]}&compare=before&of=earlier&at=${at}`);
  const drawer = page.getByRole("dialog");
  await drawer.getByText(new RegExp(`^ ?${then[1]} members?$`)).waitFor();
  await drawer.getByText(/ · Before$/).waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("who is behind a figure becomes a segment whose question is filled in", async () => {
  const { page, faults } = await opened("/repurchase");
  await page.getByRole("row").nth(1).getByRole("button", { name: /^Members of/ }).click();
  const drawer = page.getByRole("dialog");
  const total = /(\S+) members?/.exec((await drawer.getByText(/^ ?\S+ members?$/).textContent()) ?? "")?.[1] ?? "";
  await drawer.getByRole("button", { name: "Save as segment" }).click();
  await drawer.getByRole("radio", { name: /^A question/ }).waitFor();
  await expectAccessible(page);
  await drawer.getByRole("button", { name: "Save", exact: true }).click();

  await page.waitForURL(/\/segments\/repurchase-/);
  await page.getByText("Bought", { exact: true }).first().waitFor();
  const made = await context.request.get(`/v1/segments/${page.url().split("/").at(-1) ?? ""}`);
  const { tree } = (await made.json()) as { tree: { kind: string; agg: string; field: string } };
  assert.deepEqual([tree.kind, tree.agg, tree.field], ["did", "distinct", "day"]);
  await page.getByText(new RegExp(`^${total}\\b`)).first().waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("what is no question says why and is kept as a list of the same size", async () => {
  const { page, faults } = await opened("/rfm");
  await page.getByRole("row").nth(1).getByRole("button", { name: /^Members of/ }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("button", { name: "Save as segment" }).click();
  await drawer.getByText(/^This cannot be said as a question/).waitFor();
  await drawer.getByRole("button", { name: "Save", exact: true }).click();

  await drawer.getByRole("link", { name: "Open the list" }).waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

test("a report is saved as a view, found in the gallery and removed", async () => {
  const { page, faults } = await opened("/sales?grain=week");
  const name = `Weeks ${crypto.randomUUID().slice(0, 8)}`;
  await page.getByRole("button", { name: "Save view" }).click();
  const dialogue = page.getByRole("dialog");
  await dialogue.getByLabel("Name").fill(name);
  await dialogue.getByRole("button", { name: "Save view" }).click();
  await dialogue.waitFor({ state: "hidden" });

  await page.getByRole("link", { name: "Reports" }).first().click();
  await page.getByRole("link", { name }).click();
  await page.waitForURL(/grain=week/);
  await page.goBack();
  await page.getByRole("button", { name: `Remove the view ${name}` }).click();
  await page.getByRole("link", { name }).waitFor({ state: "detached" });
  assert.deepEqual(faults, []);
  await page.close();
});

test("a report is taken away as a table, a workbook, a picture, and the week on paper", async () => {
  const { page, faults } = await opened("/sales");
  await page.locator(".chart-canvas canvas").first().waitFor();
  for (const [item, ending] of [["CSV", ".csv"], ["Excel workbook", ".xlsx"], ["Picture (PNG)", ".png"]] as const) {
    await page.getByRole("button", { name: "Download" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: item, exact: true }).click(),
    ]);
    assert.ok(file.suggestedFilename().endsWith(ending), file.suggestedFilename());
  }
  await page.goto("/console/reports");
  const [week] = await Promise.all([
    page.waitForEvent("download", { timeout: 60_000 }),
    page.getByRole("button", { name: "Print the week" }).click(),
  ]);
  assert.ok(week.suggestedFilename().endsWith(".pdf"));
  assert.deepEqual(faults, []);
  await page.close();
});

test("how a figure is computed is one click away", async () => {
  const { page } = await opened("/stores");
  await page.getByText("How it is computed").click();
  await page.getByText("Repeat buyers as a share of buying members of the same period.").waitFor();
  await page.close();
});
