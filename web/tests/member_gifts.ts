/** Things to take: a programme with an offer, a gift that waits, and a ladder of one rung. */

import type { Browser, BrowserContext } from "playwright-core";
import { openContext, SHOP } from "./browser.ts";
import { ask } from "./member_guest.ts";

const PASSWORD = "another-horse-battery-8";

interface Saved {
  id: string;
}

/** What the programme calls its things; each run has its own. */
export interface Things {
  offer: string;
  gift: string;
  rung: string;
  giftCode: string;
}

/** Publish the programme: one owner asks, another approves. */
export async function publishThings(browser: Browser, staff: BrowserContext): Promise<Things> {
  const mark = crypto.randomUUID().slice(0, 6);
  const named: Things = {
    offer: `单件五折 ${mark}`, gift: `免费白瓷杯 ${mark}`, rung: `满 50 茶包 ${mark}`, giftCode: `cup-${mark}`,
  };
  await publish(browser, staff, programme(mark, named));
  return named;
}

/** Publish a programme: one owner asks, a second approves. */
export async function publish(browser: Browser, staff: BrowserContext, document: unknown): Promise<void> {
  const [draft] = await ask<Saved[]>(staff, "POST", "/v1/programmes/drafts", [{ document }]);
  const body = [{ version_id: draft?.id }];
  const approval = await refused(staff, body);
  const second = await secondOwner(browser, staff, crypto.randomUUID().slice(0, 6));
  await ask(second, "POST", `/v1/approvals/${approval}/decisions`, { approve: true, reason: "checked" });
  await ask(staff, "POST", "/v1/programmes/publications", body, { "Approval-Id": approval });
  await second.close();
}

function programme(mark: string, named: Things): unknown {
  const validity = { kind: "days_after", days: 30 };
  return {
    code: `things-${mark}`,
    name: `Things ${mark}`,
    name_zh: `会员礼 ${mark}`,
    coupons: [
      { code: `half-${mark}`, name: `Half price ${mark}`, name_zh: named.offer, effect: { kind: "percent", off_bp: 5000 },
        validity, got: "claimed", per_member: 1, stock: 100 },
      { code: named.giftCode, name: `A cup ${mark}`, name_zh: named.gift, claim_days: 7, validity,
        effect: { kind: "free_item", item: { products: ["m-cup"] } } },
      { code: `tea-${mark}`, name: `Tea ${mark}`, name_zh: named.rung, effect: { kind: "cash", amount_minor: 300 }, validity },
    ],
    tiers: [
      { code: `ladder-${mark}`, name: `Ladder ${mark}`, name_zh: `阶梯 ${mark}`, basis: { kind: "spend" },
        window: { kind: "calendar", calendar: "month" }, lasts: "this_period",
        levels: [{ code: `base-${mark}`, name: "Base", name_zh: "基础", entry_threshold: 0 }],
        ladder: { claim_days: 5, rungs: [{ code: "first", name: `Tea ${mark}`, name_zh: named.rung, threshold: 5000,
          deeds: [{ action: "coupons.issue", params: { template: `tea-${mark}` } }] }] } },
    ],
  };
}

async function refused(staff: BrowserContext, data: unknown): Promise<string> {
  const headers = { "X-Liuke": "1", Origin: SHOP, "Idempotency-Key": crypto.randomUUID() };
  const answer = await staff.request.post("/v1/programmes/publications", { headers, data });
  return ((await answer.json()) as { approval_id: string }).approval_id;
}

async function secondOwner(browser: Browser, staff: BrowserContext, mark: string): Promise<BrowserContext> {
  const [invited] = await ask<{ token: string }[]>(staff, "POST", "/v1/staff/invitations", [
    { sign_in: `second-${mark}`, name: "周", role: "owner" },
  ]);
  const second = await openContext(browser);
  await ask(second, "POST", "/v1/acceptances", { token: invited?.token, password: PASSWORD });
  return second;
}
