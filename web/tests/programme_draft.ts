/** Drafts of programmes for stories: begun over the API, edited in the browser, read back. */

import assert from "node:assert/strict";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { SHOP } from "./browser.ts";

const headers = () => ({ "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": crypto.randomUUID() });

/** Keep a document as a new draft; return the draft's id. */
export async function begin(context: BrowserContext, document: unknown): Promise<string> {
  const answer = await context.request.post("/v1/programmes/drafts", { headers: headers(), data: [{ document }] });
  assert.ok(answer.ok(), await answer.text());
  const [saved] = (await answer.json()) as { id: string }[];
  return saved?.id ?? "";
}

/** Return the document of a draft once the editor has kept it. */
export async function kept<T>(page: Page, context: BrowserContext, id: string): Promise<T> {
  await page.locator("[data-kept=saved]").waitFor();
  const answer = await context.request.get(`/v1/programmes/versions/${id}`);
  assert.ok(answer.ok(), await answer.text());
  return ((await answer.json()) as { document: T }).document;
}

/** Put something into the shop. */
export async function put(context: BrowserContext, path: string, data: unknown): Promise<void> {
  const answer = await context.request.put(path, { headers: headers(), data });
  assert.ok(answer.ok(), `${path} ${await answer.text()}`);
}

/** A field of the forms; what is tried beside them has fields of the same names. */
const boxOf = (page: Page, field: string): Locator =>
  page.locator(".editor-form").getByRole("combobox", { name: field, exact: true });
const shown = (page: Page): Locator => page.locator(".ant-select-dropdown:visible");

/** Choose an option of a field by its whole word. */
export async function choose(page: Page, field: string, option: string): Promise<void> {
  await boxOf(page, field).click();
  await shown(page).getByText(option, { exact: true }).click();
}

/** Type a day or a time of day into its field. */
export async function type(page: Page, field: string, typed: string, within = ".editor-form"): Promise<void> {
  const box = page.locator(within).getByLabel(field, { exact: true });
  await box.fill(typed);
  await box.press("Tab");
}

/** Type into a field that searches, and take what it offers with a text. */
export async function find(page: Page, field: string, typed: string, option: string | RegExp): Promise<void> {
  const box = boxOf(page, field);
  await box.fill(typed);
  await shown(page).getByText(option).first().click();
  await box.press("Escape");
}
