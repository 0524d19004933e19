/** Stores in sentences are named, wherever a programme is told; a code that is no store says so. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { PHONE, SHOP, expectAccessible, expectNoSidewaysScroll, faultsOf, openBrowser, openContext, shoot, signIn } from "./browser.ts";
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

async function post(context: BrowserContext, path: string, data: unknown, approval?: string) {
  const headers = { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": crypto.randomUUID(), ...(approval ? { "Approval-Id": approval } : {}) };
  return context.request.post(path, { headers, data });
}

/** Let a second person in, who decides what the first one asks. */
async function letIn(owner: BrowserContext, second: BrowserContext): Promise<void> {
  const invited = await post(owner, "/v1/staff/invitations", [{ sign_in: `pilot-${RUN}`, name: "周运营", role: "operations" }]);
  const [{ token }] = (await invited.json()) as [{ token: string }];
  const accepted = await post(second, "/v1/acceptances", { token, password: "second-person-of-the-shop-9" });
  assert.ok(accepted.ok(), await accepted.text());
}

/** Publish a version by two people; `look` sees the request before it is granted. */
async function publish(owner: BrowserContext, second: BrowserContext, wish: object, look = async () => {}): Promise<void> {
  const asked = await post(owner, "/v1/programmes/publications", [wish]);
  assert.equal(asked.status(), 409, await asked.text());
  const { approval_id: id } = (await asked.json()) as { approval_id: string };
  await look();
  await post(second, `/v1/approvals/${id}/decisions`, { approve: true, reason: "先试一家" });
  const published = await post(owner, "/v1/programmes/publications", [wish], id);
  assert.equal(published.status(), 201, await published.text());
}

test("a pilot names its stores: to who decides, among the versions and on the programme's card", async () => {
  const owner = await openContext(browser);
  const second = await openContext(browser);
  await signIn(owner);
  await letIn(owner, second);
  const [north, code] = [`p${RUN}`, `pilot-${RUN}`];
  await put(owner, "/v1/stores", [{ code: north, name: `东街店 ${RUN}` }]);
  const rule = (off_bp: number) => ({
    code: `pilot_${RUN}`, name: "Pilot", name_zh: "试点折扣", stage: "limited", where: { channels: [code] }, effects: [{ kind: "percent_off", off_bp }],
  });
  const document = (off_bp: number) => ({ code, name: "Pilot", name_zh: `试点方案 ${RUN}`, rules: [rule(off_bp)] });
  await publish(owner, second, { version_id: await begin(owner, document(1000)) });
  const desk = await second.newPage();
  const faults = faultsOf(desk);
  const wish = { version_id: await begin(owner, document(2000)), pilot: [north] };
  await publish(owner, second, wish, async () => {
    await desk.goto("/console/approvals");
    await desk.getByRole("button", { name: `发布“试点方案 ${RUN}”v2` }).click();
    await desk.getByText(`只在东街店 ${RUN} 试点`).waitFor();
    await expectAccessible(desk);
  });
  await desk.goto("/console/programme");
  await desk.getByText(`v2 在东街店 ${RUN} 试点`).waitFor();
  await desk.goto(`/console/programme/${code}/edit/versions`);
  await desk.getByText(`试点门店：东街店 ${RUN}`).waitFor();
  await expectAccessible(desk);
  await shoot(desk, "console-programme-pilot-1440");
  const audit = await owner.newPage();
  await audit.goto("/console/audit");
  await audit.getByText(`东街店 ${RUN}`).first().waitFor({ state: "attached" });
  assert.deepEqual(faults, []);
  await owner.close();
  await second.close();
});
