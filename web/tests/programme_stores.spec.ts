/** Stores in sentences are named, wherever a programme is told; a code that is no store says so. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { PHONE, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";
import { begin, put } from "./programme_draft.ts";

const RUN = crypto.randomUUID().slice(0, 8);
const CODE = `stores-${RUN}`;
let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

const documentOf = (stores: readonly string[]) => ({
  code: CODE, name: "Stores", name_zh: `门店名称 ${RUN}`,
  rules: [
    { code: `here_${RUN}`, name: "Here", name_zh: "本店九折", stage: "limited", where: { channels: [CODE], stores },
      effects: [{ kind: "percent_off", off_bp: 1000 }] },
    { code: `there_${RUN}`, name: "There", name_zh: "别店九折", stage: "limited", where: { channels: [CODE], not_stores: stores },
      when: { kind: "fact", name: "store", op: "in", value: [stores[0]] }, effects: [{ kind: "percent_off", off_bp: 1000 }] },
  ],
  coupons: [
    { code: `c_${RUN}`, name: "Coupon", name_zh: "门店券", effect: { kind: "cash", amount_minor: 1000 }, validity: { kind: "days_after", days: 30 },
      scope: { stores } },
  ],
});

test("rules, coupons, conditions and differences name their stores", async () => {
  const context = await openContext(browser);
  await signIn(context);
  const [north, south] = [`n${RUN}`, `s${RUN}`];
  await put(context, "/v1/stores", [{ code: north, name: `北街店 ${RUN}` }, { code: south, name: `南街店 ${RUN}` }]);
  const id = await begin(context, documentOf([north, south]));
  const page = await context.newPage();
  const faults = faultsOf(page);
  const both = `北街店 ${RUN}、南街店 ${RUN}`;
  await page.goto(`/console/programme/${CODE}/edit/promotions?draft=${id}`);
  await page.locator(".item summary").getByText(`在北街店 ${RUN}、`).waitFor();
  await page.locator(".item summary").getByText(`${both} 除外`).waitFor();
  await page.locator(".item summary").getByText(`门店 是 北街店 ${RUN}`).waitFor();
  await expectAccessible(page);
  await shoot(page, "console-programme-stores-1440");
  await page.goto(`/console/programme/${CODE}/edit/coupons?draft=${id}`);
  await page.locator(".item summary").getByText(`限${both}`).waitFor();
  await page.setViewportSize(PHONE);
  await page.goto("/console/programme");
  const card = page.locator("article").filter({ hasText: `门店名称 ${RUN}` });
  await card.getByText(`在北街店 ${RUN}、南街店 ${RUN}`).waitFor();
  await expectNoSidewaysScroll(page);
  await shoot(page, "console-programme-stores-390");
  assert.ok(!(await card.innerText()).includes(north));
  assert.deepEqual(faults, []);
  await context.close();
});
