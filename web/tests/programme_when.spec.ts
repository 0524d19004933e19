/** When a rule runs is said in fields: from, until, days, hours; what it changes is told. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { PHONE, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { begin, choose, kept, type } from "./programme_draft.ts";

const RUN = crypto.randomUUID().slice(0, 8);
const CODE = `hours-${RUN}`;
let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

const DOCUMENT = {
  code: CODE,
  name: "Happy hours",
  name_zh: `欢乐时光 ${RUN}`,
  rules: [
    { code: `happy_${RUN}`, name: "Happy hour", name_zh: "下午茶八折", stage: "limited",
      effects: [{ kind: "percent_off", off_bp: 2000 }] },
  ],
};

test("a happy hour is said in fields, tried at its hour, told in the rule and in the difference", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const id = await begin(context, DOCUMENT);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`/console/programme/${CODE}/edit/promotions?draft=${id}&open=rules.0`);
  await page.getByRole("button", { name: "限定时段" }).click();
  await type(page, "时段 1 从", "15:00");
  await type(page, "时段 1 到", "15:00");
  await page.locator(".item").getByText("时段长度为零").waitFor();
  await type(page, "时段 1 到", "晚上");
  await page.locator(".item").getByText("“晚上”不是钟点").waitFor();
  await type(page, "时段 1 到", "1730");
  await page.locator(".item").getByText("时段长度为零").waitFor({ state: "detached" });
  const told = page.locator(".item summary").first();
  await told.getByText("每天 15:00–17:30").waitFor();
  await page.getByRole("button", { name: "再加一个时段" }).click();
  await type(page, "时段 2 从", "22:00");
  await type(page, "时段 2 到", "02:00");
  await told.getByText("每天 15:00–17:30、22:00–次日 02:00").waitFor();
  await page.getByText("到次日").waitFor();
  await choose(page, "每周", "周五");
  await page.keyboard.press("Escape");
  await page.getByText("零点以后算第二天").waitFor();
  const tried = page.getByRole("region", { name: "试一单" });
  // Half of it is typed while answers come in and the page draws anew: it stays.
  const answers: string[] = [];
  page.on("response", (one) => void (one.url().endsWith("/v1/promotions/decisions") && answers.push(one.url())));
  await type(page, "几点几分", "16:00", ".try");
  const day = page.locator(".try").getByLabel("日期", { exact: true });
  await day.fill("2026-12-04");
  while (answers.length < 2) await page.waitForTimeout(50);
  await page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 200)));
  await day.press("Tab");
  await tried.getByText(/→ 付 .160\.00/).waitFor();
  await type(page, "几点几分", "14:00", ".try");
  await tried.getByText(/→ 付 .200\.00/).waitFor();
  await type(page, "从", "2026-12-01");
  await type(page, "到", "2026-12-31");
  await told.getByText("每周五，15:00–17:30、22:00–次日 02:00，2026-12-01 起，到 2026-12-31（当天含）").waitFor();
  await expectAccessible(page);
  await shoot(page, "console-programme-hours-1440");
  const [rule] = (await kept<typeof DOCUMENT & { rules: { window?: { hours?: unknown; weekdays?: unknown } }[] }>(page, context, id)).rules;
  assert.deepEqual(rule?.window?.hours, [{ start: "15:00", end: "17:30" }, { start: "22:00", end: "02:00" }]);
  assert.deepEqual(rule?.window?.weekdays, [5]);
  assert.deepEqual(faults, []);
  await context.close();
});

test("hours stand on a phone", async () => {
  const context = await openContext(browser, { viewport: PHONE });
  await signIn(context);
  const [rule] = DOCUMENT.rules;
  const code = `${CODE}-b`;
  const window = { weekdays: [5], hours: [{ start: "14:00", end: "17:00" }, { start: "22:00", end: "02:00" }], ends_at: "2026-12-31T16:00:00Z" };
  const id = await begin(context, { ...DOCUMENT, code, rules: [{ ...rule, code: `${rule?.code}_b`, window }] });
  const page = await context.newPage();
  await page.goto(`/console/programme/${code}/edit/promotions?draft=${id}&open=rules.0`);
  await page.getByLabel("时段 2 到").waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-programme-hours-390");
  await context.close();
});
