/** The till on a tablet and on a phone: names keep their room, hints are read whole. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { expectNoSidewaysScroll, openBrowser, PHONE, shoot } from "./browser.ts";
import { expectDue, expectFocus, openCounter, scan, send, TEA } from "./counter.ts";
import { TILL_PAGES } from "./pages.ts";

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** Return the hints that are longer than their fields. */
async function cutHints(page: Page): Promise<(string | null)[]> {
  return page.locator("input[placeholder]").evaluateAll((all) =>
    all
      .filter((one) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(one);
        const pen = document.createElement("canvas").getContext("2d");
        if (!pen || !(one instanceof HTMLInputElement)) return true;
        pen.font = font;
        return pen.measureText(one.placeholder).width > one.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      })
      .map((one) => one.getAttribute("placeholder")),
  );
}

test("on a tablet no button lies on a name", async () => {
  const { page, context, faults } = await openCounter(browser, { viewport: { width: 800, height: 900 } });
  const long = { sku: "69010010", price_minor: 128_800 };
  const name = "特级云南古树普洱熟茶礼盒装限量典藏版";
  await send(context.request, "put", "/v1/products", [{ code: "story-long", name, skus: [{ code: long.sku }] }]);
  await send(context.request, "put", "/v1/prices", [long]);
  await scan(page, long.sku);
  await expectDue(page, long.price_minor);
  const named = await page.locator(".till-line-what").boundingBox();
  const acts = await page.locator(".till-line-acts").boundingBox();
  assert.ok(named && acts);
  assert.ok(acts.x >= named.x + named.width || acts.y >= named.y + named.height, JSON.stringify([named, acts]));
  assert.ok(named.width > 200, `${named.width} px for a name`);
  assert.deepEqual(faults, []);
  await context.close();
});

for (const language of ["zh-CN", "en"] as const) {
  test(`on a phone every hint is read whole (${language})`, async () => {
    const { page, context, faults } = await openCounter(browser, { viewport: PHONE, language });
    for (const path of ["sale", "sales", "returns"]) {
      await page.goto(`/till/app/${path}`);
      await page.locator("input[placeholder]").first().waitFor();
      assert.deepEqual(await cutHints(page), [], path);
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
}

/** Return what scrolls sideways inside itself, what reaches out of the window, and words that are cut. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [];
    for (const one of document.querySelectorAll<HTMLElement>("body *")) {
      const { overflowX, visibility, clip, position } = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      if (visibility === "hidden" || box.width < 2 || clip !== "auto" || one.closest("svg, .lk-hidden, input")) continue;
      const name = `${one.tagName}.${one.className} ${one.textContent?.slice(0, 30) ?? ""}`;
      if (overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1) wrong.push(`${overflowX} ${name}`);
      if (position !== "fixed" && box.right > innerWidth + 1) wrong.push(`out ${name}`);
    }
    return wrong;
  });
}

for (const language of ["zh-CN", "en"] as const) {
  test(`on a phone no page of the till scrolls sideways, nor anything in it (${language})`, async () => {
    const { page, context, faults } = await openCounter(browser, { viewport: PHONE, language });
    await scan(page, TEA.sku);
    await expectDue(page, TEA.price);
    await page.keyboard.press("F9");
    await expectFocus(page, language === "en" ? "Amount received" : "收到金额");
    await page.keyboard.press("Enter");
    await page.getByRole("article").waitFor();
    await page.keyboard.press("Enter");
    await scan(page, TEA.sku);
    await expectDue(page, TEA.price);
    for (const { name, path } of TILL_PAGES) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
      for (const width of [390, 320]) {
        await page.setViewportSize({ width, height: 844 });
        await shoot(page, `${name}-${width}-${language}`);
        await expectNoSidewaysScroll(page);
        assert.deepEqual(await tooWide(page), [], `${name} at ${width}`);
      }
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
}
