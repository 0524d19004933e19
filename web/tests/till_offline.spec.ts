/** The till without a connection: it opens, sells, survives a reload, and uploads each sale once. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, openBrowser, PHONE, shoot } from "./browser.ts";
import { CUP, enrol, expectDue, expectFocus, HAND, openCounter, read, scan, send, somePhone, TEA } from "./counter.ts";

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
