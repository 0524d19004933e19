/** The counter as a device: it locks, faces the guest, is set to its scanner, prints, and sees. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { expectAccessible, expectNoSidewaysScroll, openBrowser, PHONE, shoot, SHOTS, signIn } from "./browser.ts";
import { CUP, enrol, expectDue, expectFocus, HAND, openCounter, scan, somePhone, TEA } from "./counter.ts";

const PIN = "4711";
let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

async function setPin(page: Page): Promise<void> {
  await page.getByRole("link", { name: "本机" }).click();
  await page.getByLabel("新 PIN").fill(PIN);
  await page.getByLabel("再输一次").fill("4712");
  await page.getByRole("button", { name: "设 PIN" }).click();
  await page.getByText("两次输入不一样。").waitFor();
  await page.getByLabel("再输一次").fill(PIN);
  await page.getByRole("button", { name: "设 PIN" }).click();
  await page.getByText("PIN 已设。").waitFor();
}

/** Go to the sale; a scan counts from when its page stands. */
async function toSale(page: Page): Promise<void> {
  await page.getByRole("link", { name: "收银" }).click();
  await page.getByRole("combobox").waitFor();
}

async function tryPin(page: Page, pin: string): Promise<void> {
  await page.getByLabel(/的 PIN$/).fill(pin);
  await page.getByRole("button", { name: "解锁" }).click();
}

test("a guide locks the counter, the sale waits unseen, and the PIN goes on with it", async () => {
  const { page, context, faults } = await openCounter(browser);
  await setPin(page);
  await expectAccessible(page);
  await shoot(page, "till-device");
  await toSale(page);
  await scan(page, TEA.sku);
  await expectDue(page, TEA.price);
  await page.getByRole("button", { name: "锁定" }).click();
  await page.getByRole("heading", { name: "收银台已锁定" }).waitFor();
  assert.equal(await page.getByText(TEA.name).count(), 0, "nothing of the sale is shown");
  await expectAccessible(page);
  await shoot(page, "till-locked");
  await page.reload();
  await tryPin(page, "0000");
  await page.getByText("PIN 不对，还可试 4 次。").waitFor();
  await context.setOffline(true);
  await tryPin(page, PIN);
  await expectDue(page, TEA.price);
  await context.setOffline(false);

  await page.getByRole("button", { name: "锁定" }).click();
  for (let left = 4; left > 0; left -= 1) {
    await tryPin(page, "0000");
    await page.getByText(`还可试 ${left} 次`).waitFor();
  }
  await tryPin(page, "0000");
  await page.getByText("错了 5 次。").waitFor();
  assert.ok(await page.getByLabel(/的 PIN$/).isDisabled());
  await page.getByRole("button", { name: "换人或用密码登录" }).click();
  await page.waitForURL("**/console/sign-in**");
  await signIn(context);
  await page.goto("/till/app/sale");
  await expectDue(page, TEA.price);
  assert.deepEqual(faults.filter((fault) => !fault.includes("ERR_INTERNET_DISCONNECTED")), []);
  await context.close();
});

test("left alone for five minutes, the counter locks by itself", async () => {
  const { page, context } = await openCounter(browser);
  await setPin(page);
  await context.clock.install();
  await page.goto("/till/app/sale");
  await page.getByRole("combobox").waitFor();
  await page.clock.fastForward("04:50");
  assert.equal(await page.getByRole("heading", { name: "收银台已锁定" }).count(), 0);
  await page.clock.fastForward("00:20");
  await page.getByRole("heading", { name: "收银台已锁定" }).waitFor();
  await context.close();
});

test("a second window shows the guest the goods, the savings and the change, and no name", async () => {
  const { page, context, faults } = await openCounter(browser);
  const guest = await context.newPage();
  await guest.goto("/till/app/guest");
  await guest.getByText("欢迎光临").waitFor();
  const phone = somePhone();
  await enrol(context.request, phone, "孙三");
  await page.bringToFront();
  await page.keyboard.type(phone, HAND);
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "会员" }).getByText("孙").waitFor();
  await scan(page, TEA.sku);
  await scan(page, CUP.sku);
  await expectDue(page, 3_300);
  await guest.getByText(TEA.name).waitFor();
  await guest.locator(".guest-due").filter({ hasText: "$33.00" }).waitFor();
  assert.equal(await guest.getByText("孙").count(), 0, "a guest's window names nobody");
  await expectAccessible(guest);
  await shoot(guest, "till-guest");
  await page.keyboard.press("F9");
  await expectFocus(page, "收到金额");
  await page.keyboard.type("50", HAND);
  await page.keyboard.press("Enter");
  await guest.getByText("$17.00").waitFor();
  await guest.getByText("谢谢惠顾").waitFor();
  await shoot(guest, "till-guest-paid");
  assert.deepEqual(faults, []);
  await context.close();
});

test("how far apart a scanner's keys may be is set, and can be tried", async () => {
  const { page, context } = await openCounter(browser);
  await page.getByRole("link", { name: "本机" }).click();
  const apart = page.getByLabel("两键最大间隔（毫秒）");
  await apart.fill("20");
  await apart.press("Tab");
  await page.getByLabel("在这里试扫一次").focus();
  await scan(page, TEA.sku, 25);
  await page.getByText("这是打字：最大间隔 25 毫秒").waitFor();
  await toSale(page);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await scan(page, TEA.sku, 25);
  assert.equal(await page.locator(".till-line").count(), 0, "slower than this scanner: typing");
  await page.getByRole("link", { name: "本机" }).click();
  await apart.fill("50");
  await apart.press("Tab");
  await toSale(page);
  await scan(page, TEA.sku, 45);
  await expectDue(page, TEA.price);
  await context.close();
});

for (const paper of [58, 80]) {
  test(`a receipt is printed on ${paper} mm, as long as it is`, async () => {
    const { page, context } = await openCounter(browser);
    await page.getByRole("link", { name: "本机" }).click();
    await page.getByText(`${paper} 毫米`, { exact: true }).click();
    await toSale(page);
    await scan(page, TEA.sku);
    await scan(page, CUP.sku);
    await expectDue(page, 3_300);
    await page.keyboard.press("F9");
    await expectFocus(page, "收到金额");
    await page.keyboard.press("Enter");
    await page.getByRole("article", { name: "小票" }).waitFor();
    await page.keyboard.press("F10");
    const printed = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    await shoot(page, `till-receipt-${paper}`);
    writeFileSync(join(SHOTS, `till-receipt-${paper}.pdf`), printed);
    const sheets = [...printed.toString("latin1").matchAll(/\/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]/g)];
    assert.equal(sheets.length, 1, "one sheet, not a row of pages");
    const [wide, long] = (sheets[0] ?? []).slice(1).map((points) => (Number(points) / 72) * 25.4);
    assert.ok(Math.abs((wide ?? 0) - paper) < 1, `${wide} mm wide`);
    assert.ok((long ?? 0) > 60 && (long ?? 0) < 200, `${long} mm long`);
    await context.close();
  });
}

test("a camera reads a code; without one the digits are typed", async () => {
  const { page, context } = await openCounter(browser, { viewport: PHONE });
  await page.evaluate(() => Reflect.deleteProperty(globalThis, "BarcodeDetector"));
  await page.getByRole("button", { name: "用摄像头扫码" }).click();
  await page.getByText(/这个浏览器不会用摄像头认码/).waitFor();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await shoot(page, "till-camera-none");
  await page.getByLabel("条码数字或会员码").fill(CUP.sku);
  await page.getByRole("button", { name: "录入" }).click();
  await expectDue(page, CUP.price);

  await page.evaluate((code) => {
    const canvas = document.createElement("canvas");
    setInterval(() => canvas.getContext("2d")?.fillRect(0, 0, Math.random() * 10, 10), 40);
    const media = { getUserMedia: async () => canvas.captureStream(5) };
    Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: media });
    class Reader {
      detect = async () => [{ rawValue: code }];
    }
    Object.assign(globalThis, { BarcodeDetector: Reader });
  }, TEA.sku);
  await page.getByRole("button", { name: "用摄像头扫码" }).click();
  await expectDue(page, CUP.price + TEA.price);
  await context.close();
});
