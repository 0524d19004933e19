/** The till without a connection: it opens, sells, survives a reload, and uploads each sale once. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, openBrowser, openContext, PHONE, shoot, signIn } from "./browser.ts";
import { CUP, enrol, expectDue, expectFocus, HAND, openCounter, read, scan, send, somePhone, TEA } from "./counter.ts";
import { publish } from "./member_gifts.ts";

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

interface Orders {
  items: { order: { external_id: string; payable_minor: number } }[];
}

/** Wait until the worker has the pages, so that they open without a network. */
async function keptPages(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    for (let tries = 0; tries < 100; tries += 1) {
      const kept = await (await caches.open("liuke-till")).match("/till/app/");
      if (kept) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("the pages are not kept");
  });
}

test("the line is cut, two are sold, the page is loaded anew, and each is uploaded once", async () => {
  const { page, context, faults } = await openCounter(browser);
  const phone = somePhone();
  const member = await enrol(context.request, phone, "赵一");
  await keptPages(page);
  await page.keyboard.type(phone, HAND);
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "会员" }).getByText("赵").waitFor();

  await context.setOffline(true);
  await scan(page, TEA.sku);
  await page.getByText(/起离线/).waitFor();
  await expectDue(page, TEA.price);
  await shoot(page, "till-offline");
  await expectAccessible(page);
  await page.keyboard.press("F9");
  await expectFocus(page, "收到金额");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: /存在本机/ }).waitFor();
  await page.getByText("积分为暂估").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });

  await scan(page, CUP.sku);
  await page.reload();
  await page.getByText("1 笔待上传").waitFor();
  await expectDue(page, CUP.price);
  await page.keyboard.press("F2");
  await expectFocus(page, "手机号、卡号、会员码，或后四位加姓名");
  await page.keyboard.type(phone, HAND);
  await page.getByRole("button", { name: new RegExp(`记下 \\${phone}`) }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.keyboard.press("F9");
  await expectFocus(page, "收到金额");
  await page.keyboard.press("Enter");
  await page.getByText("2 笔待上传").waitFor();
  await page.keyboard.press("Enter");

  await context.setOffline(false);
  await page.getByText(/起离线/).waitFor({ state: "hidden" });
  await page.goto("/till/app/queue");
  await page.getByText("已上传").nth(1).waitFor();
  await page.reload();
  await page.getByText("已上传").nth(1).waitFor();
  const orders = await read<Orders>(context.request, `/till/orders?member_id=${member}`);
  assert.deepEqual(orders.items.map((one) => one.order.payable_minor).toSorted(), [TEA.price, CUP.price]);
  const numbers = new Set(orders.items.map((one) => one.order.external_id));
  assert.equal(numbers.size, 2);
  assert.deepEqual(faults.filter((fault) => !fault.includes("ERR_INTERNET_DISCONNECTED")), []);
  await context.close();
});

test("points laid on the table when the line is cut stay the member's, and the sale uploads by itself", async () => {
  const { page, context } = await openCounter(browser);
  const phone = somePhone();
  const member = await enrol(context.request, phone, "程又青");
  const gift = { member_id: member, book: "stars", cause: `cut-${phone}`, points: 400, reason: "a story's stars" };
  await send(context.request, "post", "/v1/points/adjustments", [gift]);
  await keptPages(page);
  await page.keyboard.type(phone, HAND);
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "会员" }).getByText(phone.slice(-4)).waitFor();
  await scan(page, CUP.sku);
  await page.keyboard.press("Alt+KeyP");
  await expectDue(page, CUP.price - 400);
  await context.setOffline(true);
  await scan(page, TEA.sku);
  await page.getByText("断网时不能用券和积分").waitFor();
  await expectDue(page, CUP.price + TEA.price);
  await page.keyboard.press("F9");
  await expectFocus(page, "收到金额");
  await page.keyboard.press("Enter");
  await page.getByText("1 笔待上传").waitFor();
  await page.keyboard.press("Enter");
  await context.setOffline(false);
  await page.getByText(/起离线/).waitFor({ state: "hidden" });
  await page.goto("/till/app/queue");
  await page.getByText("已上传").waitFor();
  const orders = await read<Orders>(context.request, `/till/orders?member_id=${member}`);
  assert.deepEqual(orders.items.map((one) => one.order.payable_minor), [CUP.price + TEA.price]);
  await context.close();
});

test("a sale the rules price otherwise is not dropped: it says why and how to go on", async () => {
  const { page, context } = await openCounter(browser, { viewport: PHONE });
  await keptPages(page);
  await context.setOffline(true);
  const cut = new Date().toISOString();
  await scan(page, TEA.sku);
  await page.getByText(/起离线/).waitFor();
  await page.getByRole("button", { name: "收款 $24.00" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "收款 $24.00" }).click();
  await page.getByRole("dialog", { name: /存在本机/ }).waitFor();
  await page.getByRole("button", { name: "下一单" }).click();
  await expectNoSidewaysScroll(page);
  // While the till was away the price had gone down.
  const sku = { sku: TEA.sku, price_minor: 2_000, starts_at: cut };
  await send(context.request, "put", "/v1/prices", [sku]);
  try {
    await context.setOffline(false);
    await page.getByText("1 笔需要您处理").waitFor();
    await page.getByRole("link", { name: "去处理" }).click();
    await page.getByText("收了 $24.00，按规则应付 $20.00。可记 $20.00，并退给顾客 $4.00。").waitFor();
    await shoot(page, "till-queue-decide");
    await expectAccessible(page);
    await page.getByRole("button", { name: "记 $20.00" }).click();
    await page.getByText("已上传").waitFor();
  } finally {
    await send(context.request, "put", "/v1/prices", [{ sku: TEA.sku, price_minor: TEA.price }]);
  }
  await context.close();
});

test("a sale under a clock that runs a day ahead is not stuck: it may be noted as of its upload", async () => {
  const { page, context } = await openCounter(browser);
  const phone = somePhone();
  const member = await enrol(context.request, phone, "孙三");
  await keptPages(page);
  await page.keyboard.type(phone, HAND);
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "会员" }).getByText("孙").waitFor();
  await context.setOffline(true);
  await page.clock.setSystemTime(Date.now() + 86_400_000);
  await scan(page, TEA.sku);
  await page.getByText(/起离线/).waitFor();
  await page.keyboard.press("F9");
  await expectFocus(page, "收到金额");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: /存在本机/ }).waitFor();
  await page.keyboard.press("Enter");
  await context.setOffline(false);
  await page.getByText("1 笔需要您处理").waitFor();
  await page.getByRole("link", { name: "去处理" }).click();
  await page.getByText(/收款时本机的时间不对/).waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "按上传的时间记" }).click();
  await page.getByText("已上传").waitFor();
  const orders = await read<Orders>(context.request, `/till/orders?member_id=${member}`);
  assert.deepEqual(orders.items.map((one) => one.order.payable_minor), [TEA.price]);
  await context.close();
});

/** Publish what this story sells: a member's price and a threshold the till can judge, and one rule it cannot. */
async function publishCuts(): Promise<{ jar: string; spoon: string }> {
  const staff = await openContext(browser);
  await signIn(staff);
  const mark = String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
  const [jar, spoon] = [`71${mark}`, `72${mark}`];
  await send(staff.request, "put", "/v1/products", [
    { code: jar, name: "蜂蜜", skus: [{ code: jar }] },
    { code: spoon, name: "木勺", skus: [{ code: spoon }] },
  ]);
  await send(staff.request, "put", "/v1/prices", [{ sku: jar, price_minor: 1_999 }, { sku: spoon, price_minor: 700 }]);
  const only = (product: string) => ({ include: [{ products: [product] }] });
  const effect = { kind: "threshold_off", basis: "quantity", steps: [{ at: 2, off_minor: 500 }] };
  await publish(browser, staff, {
    code: `cuts-${mark}`, name: `Cuts ${mark}`, name_zh: `蜂蜜季 ${mark}`,
    rules: [
      { code: `nine-${mark}`, name: "Nine tenths", name_zh: "会员 9 折", stage: "member", scope: only(jar),
        where: { members_only: true }, effects: [{ kind: "percent_off", off_bp: 1_000 }] },
      { code: `two-${mark}`, name: "Two less five", name_zh: "满 2 件减 5 美元", stage: "threshold", scope: only(jar),
        effects: [effect] },
      { code: `few-${mark}`, name: "First hundred", name_zh: "木勺前 100 名半价", scope: only(spoon),
        effects: [{ kind: "percent_off", off_bp: 5_000 }], limits: { total: 100 } },
    ],
  });
  await staff.close();
  return { jar, spoon };
}

test("the rules kept here price a member's basket as the server does, and name the one they cannot judge", async () => {
  const { jar, spoon } = await publishCuts();
  const { page, context } = await openCounter(browser);
  const phone = somePhone();
  const member = await enrol(context.request, phone, "钱二");
  await keptPages(page);
  await page.keyboard.type(phone, HAND);
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "会员" }).getByText("钱").waitFor();

  await context.setOffline(true);
  await scan(page, jar);
  await scan(page, jar);
  await page.getByText(/起离线/).waitFor();
  await expectDue(page, 3_098); // 39.98, a tenth off, five off for two
  await page.getByText("会员 9 折").waitFor();
  await page.getByText("满 2 件减 5 美元").waitFor();
  await page.getByText("按本机保存的规则算价；积分恢复后入账").waitFor();
  await shoot(page, "till-offline-rules");
  await expectAccessible(page);
  await page.keyboard.press("F9");
  await expectFocus(page, "收到金额");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: /存在本机/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await scan(page, spoon);
  await expectDue(page, 700);
  await page.getByText(/要联网才能核算：木勺前 100 名半价/).waitFor();
  await page.keyboard.press("Delete");

  await context.setOffline(false);
  await page.getByText(/起离线/).waitFor({ state: "hidden" });
  await page.goto("/till/app/queue");
  await page.getByText("已上传").waitFor();
  const orders = await read<Orders>(context.request, `/till/orders?member_id=${member}`);
  assert.deepEqual(orders.items.map((one) => one.order.payable_minor), [3_098]);
  await context.close();
});
