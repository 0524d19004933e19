/** A shop of a story's own, its counter and one member of it, and the years that pass between them. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openContext, PHONE, signIn } from "./browser.ts";
import { expectDue, HAND, scan } from "./counter.ts";
import { ask, newPhone, publishCharter, typeCode } from "./member_guest.ts";

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);

export interface Good {
  sku: string;
  category: string;
  price: number;
}

export interface Life {
  staff: BrowserContext;
  till: Page;
  guest: BrowserContext;
  page: Page;
  phone: string;
  member: string;
}

/** Refuse a shop that others look at too: its clock is about to move. */
function requireOwnShop(): void {
  assert.equal(process.env["LIUKE_STORY"], "1", "a story of years needs a shop of its own: see tools/live.py");
}

/** Open the shop with a ready-made programme and its goods, and a till in its one store. */
export async function openShop(browser: Browser, template: string, goods: readonly Good[], day: string): Promise<Life> {
  requireOwnShop();
  const staff = await openContext(browser);
  const guest = await openContext(browser, { viewport: PHONE });
  const life = { staff, guest, till: await staff.newPage(), page: await guest.newPage(), phone: newPhone(), member: "" };
  await wakeOn(life, day);
  const limit = (amount: number) => ask(staff, "PUT", "/v1/approvals/limits", [{ act: "programme.publish", amount }]);
  const document = await ask<Record<string, unknown>>(staff, "GET", `/v1/programmes/templates/${template}`);
  const [draft] = await ask<{ id: string }[]>(staff, "POST", "/v1/programmes/drafts", [{ document }]);
  await limit(1);
  await ask(staff, "POST", "/v1/programmes/publications", [{ version_id: draft?.id }]);
  await limit(0);
  await stock(staff, goods);
  await publishCharter(staff);
  await openTill(life);
  return life;
}

async function stock(staff: BrowserContext, goods: readonly Good[]): Promise<void> {
  const categories = [...new Set(goods.map((one) => one.category))];
  await ask(staff, "PUT", "/v1/categories", categories.map((code) => ({ code, name: code })));
  const products = goods.map(({ sku, category }) => ({ code: sku, name: `商品 ${sku}`, category, skus: [{ code: sku }] }));
  await ask(staff, "PUT", "/v1/products", products);
  await ask(staff, "PUT", "/v1/prices", goods.map(({ sku, price }) => ({ sku, price_minor: price })));
}

async function openTill({ staff, till }: Life): Promise<void> {
  const { items } = await ask<{ items: { id: string; code: string; name: string }[] }>(staff, "GET", "/v1/stores?limit=1");
  const kept = JSON.stringify(items[0]);
  await staff.addInitScript((text) => localStorage.setItem("liuke.till.store", text), kept);
  await toTill(till);
}

async function toTill(till: Page): Promise<void> {
  await till.goto("/till/app/sale");
  await till.locator(".till[data-goods]").waitFor({ timeout: 60_000 });
}

/** Let time pass up to ten in the morning of a day, with the night's work of that day done. */
export async function wakeOn({ staff, guest }: Pick<Life, "staff" | "guest">, day: string): Promise<void> {
  const told = await run(process.env["LIUKE_PYTHON"] ?? "python3", ["-m", "tools.clock", day], { cwd: ROOT });
  // The server's own: a page whose clock is behind it knows no name of what was published just now.
  const ahead = Number(told.stdout);
  for (const context of [staff, guest]) await context.addInitScript(moveDate, ahead);
  await signIn(staff); // who was away so long has to sign in anew
}

/** Let pages that open from now on read another day; their timers go on as ever. */
function moveDate(ahead: number): void {
  const kept = globalThis as { RealDate?: DateConstructor };
  const Real = (kept.RealDate ??= Date);
  globalThis.Date = class extends Real {
    constructor(...given: unknown[]) {
      super(...((given.length > 0 ? given : [Real.now() + ahead]) as [number]));
    }

    static override now(): number {
      return Real.now() + ahead;
    }
  } as DateConstructor;
}

/** Join on the member's pages. */
export async function joinOn(life: Life, birthday: string): Promise<void> {
  const { page, staff } = life;
  await page.goto("/m/join");
  await typeCode(page, staff, life.phone);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("checkbox", { name: /会员章程/ }).check();
  await page.getByRole("button", { name: "加入会员" }).click();
  await page.waitForURL(/joined=1$/);
  const answer = await page.context().request.get("/v1/m/profile");
  life.member = ((await answer.json()) as { member_id: string }).member_id;
  await page.goto("/m/profile");
  await page.getByLabel("生日").fill(birthday);
  await page.getByRole("button", { name: "保存资料" }).click();
  await page.getByText("资料已保存").waitFor();
}

/** Come back to the member's pages after a long time, by phone and code. */
export async function comeBack({ page, staff, phone }: Life): Promise<void> {
  await page.goto("/m/join");
  await typeCode(page, staff, phone);
  await page.getByRole("button", { name: "登录" }).click();
  await page.waitForURL(/\/m\/?$/);
}

/** Hand a card over the counter; what it costs is paid beside the till. */
export async function handCard({ staff, member }: Life, plan: string): Promise<string> {
  const [card] = await ask<{ id: string }[]>(staff, "POST", "/v1/members/cards", [{ member_id: member, plan, cause: `counter-${plan}` }]);
  return card?.id ?? "";
}

/** Sell at the till to the member, by keys alone; returns what the receipt says. */
export async function sellTo(life: Life, goods: readonly string[], due: number, points = false): Promise<string> {
  const { till, phone } = life;
  await toTill(till);
  await till.keyboard.type(phone, HAND);
  await till.keyboard.press("Enter");
  await till.getByRole("region", { name: "会员" }).getByText(phone.slice(-4)).waitFor();
  for (const sku of goods) await scan(till, sku);
  if (points) await till.keyboard.press("Alt+KeyP");
  await expectDue(till, due);
  await till.keyboard.press("F9");
  if (due > 0) {
    await till.getByLabel("收到金额").and(till.locator(":focus")).waitFor();
    await till.keyboard.press("Enter");
  }
  const receipt = till.getByRole("article", { name: "小票" });
  await receipt.waitFor();
  const said = await receipt.innerText();
  await till.keyboard.press("Enter");
  await till.getByRole("dialog").waitFor({ state: "hidden" });
  return said;
}

/** Take every unit of the member's newest sale back at the till. */
export async function takeBack({ till, staff, member }: Life, units: readonly string[], refund: string): Promise<void> {
  const { items } = await ask<{ items: { order: { external_id: string } }[] }>(staff, "GET", `/till/orders?member_id=${member}`);
  await till.keyboard.press("F8");
  await till.getByRole("textbox", { name: "找一笔销售" }).fill(items[0]?.order.external_id ?? "");
  await till.keyboard.press("Enter");
  for (const unit of units) await till.getByRole("checkbox", { name: unit }).check();
  await till.getByRole("button", { name: new RegExp(`退 ${units.length} 件，退款 ${refund}`) }).waitFor();
  await till.keyboard.press("F9");
  await till.getByRole("heading", { name: `已退款 ${refund}` }).waitFor();
}

/** Open the member's page of the console at a tab. */
export async function inConsole({ staff, member }: Life, tab: string): Promise<Page> {
  const desk = await staff.newPage();
  await desk.goto(`/console/members/${member}?tab=${tab}`);
  return desk;
}
