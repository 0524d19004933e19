/** Reports of points are written as their book is kept: with its places, under its own name. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { enrol, send, somePhone } from "./counter.ts";
import { publish } from "./member_gifts.ts";

const MARK = crypto.randomUUID().slice(0, 6);
const BOOK = `mist_${MARK}`;
let browser: Browser;
let staff: BrowserContext;

before(async () => {
  browser = await openBrowser();
  staff = await openContext(browser);
  await signIn(staff);
  await publish(browser, staff, {
    code: `mist-${MARK}`, name: `Mist ${MARK}`, name_zh: `薄雾 ${MARK}`,
    books: [{ code: BOOK, name: `Mist ${MARK}`, name_zh: `薄雾 ${MARK}`, decimals: 1 }],
  });
  const member_id = await enrol(staff.request, somePhone(), "白露");
  await send(staff.request, "post", "/v1/points/adjustments", [
    { member_id, book: BOOK, cause: `story-${MARK}`, points: 125, reason: "a story's mist" },
  ]);
});
after(() => browser.close());

test("points with tenths are told in tenths in rows, pictures and files", async () => {
  const page = await staff.newPage();
  const faults = faultsOf(page);
  await page.goto("/console/reports/points_ageing");
  await page.getByRole("button", { name: "更新到此刻" }).click();
  const row = page.getByRole("row", { name: new RegExp(`薄雾 ${MARK}`) });
  await row.getByRole("cell", { name: "12.5", exact: true }).first().waitFor();

  const picture = page.locator(".rp-chart", { hasText: `薄雾 ${MARK}` });
  await picture.getByText("表", { exact: true }).click();
  await picture.getByRole("cell", { name: "12.5", exact: true }).waitFor();
  await shoot(page, "report-points");

  await page.getByRole("button", { name: "下载" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "CSV 表格", exact: true }).click()]);
  const lines = (await readFile(await file.path(), "utf8")).split("\r\n").filter((line) => line.startsWith(BOOK));
  assert.deepEqual(lines.map((line) => line.split(",")[2]), ["12.5"]);
  assert.deepEqual(faults, []);
  await page.close();
});
