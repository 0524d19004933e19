/** Colours and figures: contrast by the formula, amounts and days as each language writes them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { pointOf, type Report } from "../console/src/pages/reports/asking.ts";
import type { Cells } from "../console/src/pages/reports/cells.ts";
import { drawn } from "../console/src/pages/reports/drawing.ts";
import { inkOnShade, shadeAt } from "../console/src/pages/reports/heat.ts";
import { csvOf } from "../kit/src/desk/csv.ts";
import * as formats from "../kit/src/formats.ts";
import { PALETTES, contrast, inkOn } from "../kit/src/tokens.ts";

for (const [scheme, palette] of Object.entries(PALETTES)) {
  test(`text of the ${scheme} palette can be read on every ground`, () => {
    for (const ground of [palette.page, palette.surface, palette.raised]) {
      for (const ink of [palette.text, palette.text2, palette.text3]) {
        assert.ok(contrast(ink, ground) >= 4.5, `${ink} on ${ground}`);
      }
      assert.ok(contrast(palette.control, ground) >= 3, `${palette.control} on ${ground}`);
      for (const chart of palette.charts) assert.ok(contrast(chart, ground) >= 2.9, `${chart} on ${ground}`);
    }
    for (const { ink, tint } of Object.values(palette.tones)) {
      for (const ground of [palette.page, palette.surface, tint]) {
        assert.ok(contrast(ink, ground) >= 4.5, `${ink} on ${ground}`);
      }
    }
    assert.ok(contrast(palette.onPrimary, palette.tones.primary.ink) >= 4.5);
  });
}

test("a figure can be read on every shade of a field", () => {
  for (const palette of Object.values(PALETTES)) {
    for (let share = 0; share <= 1; share += 0.01) {
      const shade = shadeAt(share, palette.steps.slice(0, 5));
      assert.ok(contrast(shade, inkOnShade(shade)) >= 4.5, `${share} ${shade}`);
    }
  }
  assert.equal(shadeAt(0.5, ["#000000", "#ff8000"]), "#804000");
});

test("words on a merchant's colour take whichever ink reads best", () => {
  assert.equal(inkOn("#0B6B5F"), "#FFFFFF");
  assert.equal(inkOn("#C9CED4"), "#1A1D21");
});

test("money carries its sign before its symbol and both decimals", () => {
  assert.equal(formats.money(123_450, "CNY"), "¥1,234.50");
  assert.equal(formats.money(-1200, "CNY"), "−¥12.00");
  assert.equal(formats.money(120, "JPY"), "¥120");
  assert.equal(formats.money(123_450, "KWD"), "KWD\u00a0123.450");
  assert.deepEqual(["CNY", "JPY", "KWD"].map(formats.minorIn), [100, 1, 1000]);
  // By ISO 4217; a browser would take 0, 0 and 0 for them.
  assert.deepEqual(["MMK", "LAK", "IQD"].map(formats.digitsOf), [2, 2, 3]);
  assert.equal(formats.money(123_450, "MMK").replace(/^\D+/, ""), "1,234.50");
  assert.equal(formats.money(null, "CNY"), "—");
  assert.equal(formats.face(2000, "CNY"), "¥20");
  assert.equal(formats.moneyInWords(1200, "CNY", "zh-CN"), "12.00 元");
  assert.equal(formats.moneyInWords(1200, "JPY", "zh-CN"), "1,200 日元");
  assert.equal(formats.moneyInWords(1200, "USD", "zh-CN"), "12.00 美元");
  assert.equal(formats.faceInWords(10_000, "CNY", "zh-CN"), "100 元");
  assert.equal(formats.faceInWords(2050, "CNY", "zh-CN"), "20.50 元");
  assert.equal(formats.faceInWords(10_000, "CNY", "en"), "¥100");
});

test("an amount says what it counts, by the merchant's own name", () => {
  const book = { decimals: 1, symbol: "", name: "Suns", name_one: "Sun", name_zh: "阳光" };
  const orders = { decimals: 0, symbol: "", name: "purchases", name_one: "purchase", name_zh: "次" };
  const coin = { decimals: 2, symbol: "¥", name: "", name_one: "", name_zh: "" };
  assert.equal(formats.measured(12_005, book, "CNY", "zh-CN"), "1,200.5 阳光");
  assert.equal(formats.measured(12_005, book, "CNY", "en"), "1,200.5 Suns");
  assert.equal(formats.measured(10, book, "CNY", "en"), "1.0 Sun");
  assert.deepEqual(formats.unitOf({ name: "Suns", name_zh: "阳光", name_one: "Sun", decimals: 1 }), book);
  assert.equal(formats.measured(1, formats.unitOf({}), "CNY", "en"), "1 point");
  assert.equal(formats.measured(1, orders, "CNY", "en"), "1 purchase");
  assert.equal(formats.measured(2, orders, "CNY", "zh-CN"), "2 次");
  assert.equal(formats.measured(12_000, coin, "CNY", "en"), "¥120.00");
});

test("large figures are cut and never rounded up", () => {
  assert.equal(formats.large(99_999, "zh-CN"), "9.99 万");
  assert.equal(formats.large(1_234_000, "zh-CN"), "123.4 万");
  assert.equal(formats.large(1_299_999, "en"), "1.2M");
  assert.equal(formats.large(9_999, "en"), "9,999");
});

test("an amount is read as people type it, or not at all", () => {
  assert.equal(formats.minorOf("12.5", "CNY"), 1250);
  assert.equal(formats.minorOf("１２", "CNY"), 1200);
  assert.equal(formats.minorOf("¥1,234.05", "CNY"), 123_405);
  for (const wrong of ["", "-1", "1e3", "12.345", "abc", "1.2.3"]) assert.equal(formats.minorOf(wrong, "CNY"), null);
});

test("days and moments are the shop's, whatever the browser's zone", () => {
  const place = { currency: "CNY", timeZone: "Asia/Shanghai" };
  assert.equal(formats.instant("2026-11-20T16:30:00Z", place, "zh-CN"), "2026-11-21 00:30");
  assert.equal(formats.instant("2026-11-21T06:05:00Z", place, "en"), "21 Nov 2026, 14:05");
  const now = new Date("2026-11-21T08:00:00Z");
  assert.equal(formats.when("2026-11-21T06:05:00Z", place, "zh-CN", now), "今天 14:05");
  assert.equal(formats.when("2026-11-18T06:05:00Z", place, "en", now), "3 days ago");
  assert.equal(formats.daysLeft("2026-11-24", "2026-11-21", "zh-CN"), "还剩 3 天");
  assert.equal(formats.daysLeft("2026-11-22", "2026-11-21", "en"), "1 day left");
});

test("a day begins at the shop's midnight, through every change of its clocks", () => {
  assert.equal(formats.beginOf("2026-11-22", "Asia/Shanghai"), "2026-11-21T16:00:00.000Z");
  assert.equal(formats.beginOf("2026-11-22", "America/New_York"), "2026-11-22T05:00:00.000Z");
  assert.equal(formats.beginOf("2026-07-01", "America/New_York"), "2026-07-01T04:00:00.000Z");
  assert.equal(formats.beginOf("2026-03-08", "America/New_York"), "2026-03-08T05:00:00.000Z");
});

test("a time of day is read as people type it, or not at all", () => {
  assert.equal(formats.timeOf("9"), "09:00");
  assert.equal(formats.timeOf("930"), "09:30");
  assert.equal(formats.timeOf("２１：０５"), "21:05");
  assert.equal(formats.timeOf("24"), "24:00", "a shop may close at midnight");
  for (const none of ["", "2401", "9:60", "nine", "12345"]) assert.equal(formats.timeOf(none), null, none);
});

test("how long ago and how large are told in one unit", () => {
  assert.equal(formats.ago(40, "zh-CN"), "40 秒前");
  assert.equal(formats.ago(3_599, "zh-CN"), "59 分钟前");
  assert.equal(formats.ago(3_600, "en"), "1 hour ago");
  assert.equal(formats.ago(200_000, "en"), "2 days ago");
  assert.equal(formats.ago(0, "zh-CN"), "此刻");
  assert.equal(formats.bytes(0), "0 B");
  assert.equal(formats.bytes(1_449_000), "1.4 MB");
  assert.equal(formats.bytes(999_999), "999.9 kB");
});

test("a discount is told as each language tells it", () => {
  assert.equal(formats.discount(15, "zh-CN"), "8.5 折");
  assert.equal(formats.discount(10, "en"), "10% off");
  assert.equal(formats.phone("138****0021"), "138 **** 0021");
});

test("a bar of what is compared with leads to its own row", () => {
  const column = (code: string, role: "dimension" | "metric", holds: string) => ({ code, role, holds, label: code, label_zh: code });
  const cells: Cells = {
    text: (_, value) => String(value), short: (_, value) => String(value), label: (one) => one.code,
    drawn: (_, value) => Number(value), said: (_, value) => String(value), inBook: () => cells,
  };
  const ground = { cells, columns: [column("channel", "dimension", "text"), column("sales_minor", "metric", "money")], palette: PALETTES.light, earlier: "Before" };
  const spec = { kind: "bar" as const, x: "channel", y: ["sales_minor"], series: "", by: "", most: 0 };
  const [chart] = drawn(spec, [{ channel: "web", sales_minor: 200 }], [{ channel: "web", sales_minor: 100 }], ground);
  assert.deepEqual([0, 1].map((at) => [chart?.row(at, 0)?.["sales_minor"], chart?.old?.(at)]), [[200, false], [100, true]]);
});

test("a picture of a book's points has the decimals of that book", () => {
  const column = (code: string, role: "dimension" | "metric", holds: string) => ({ code, role, holds, label: code, label_zh: code });
  const inBook = (book: string): Cells => ({
    text: (_, value) => String(value), short: (_, value) => String(value), label: (one) => one.code,
    drawn: (_, value) => Number(value) / (book === "sun" ? 10 : 1), said: (_, value) => String(value), inBook,
  });
  const ground = { cells: inBook(""), columns: [column("book", "dimension", "text"), column("points_issued", "metric", "points")], palette: PALETTES.light, earlier: "" };
  const spec = { kind: "bar" as const, x: "month_no", y: ["points_issued"], series: "", by: "book", most: 0 };
  const charts = drawn(spec, [{ book: "sun", month_no: "2017-01", points_issued: 1234 }, { book: "points", month_no: "2017-01", points_issued: 1234 }], [], ground);
  assert.deepEqual(charts.map((one) => (one.option.series as { data: number[] }[])[0]?.data), [[123.4], [1234]]);
});

test("a dot of the curve of all cohorts leads to whoever came back so late", () => {
  const cells = { label: () => "", text: String } as unknown as Cells;
  const spec = { kind: "curve" as const, x: "months_later", y: ["buyers", "cohort_members"], series: "", by: "", most: 0 };
  const rows = [{ cohort_no: "2017-01", months_later: 1, buyers: 2, cohort_members: 4 }, { cohort_no: "2017-02", months_later: 1, buyers: 1, cohort_members: 4 }];
  const [chart] = drawn(spec, rows, [], { cells, columns: [], palette: PALETTES.light, earlier: "" });
  const report = { drill: ["cohort_no", "months_later"] } as unknown as Report;
  assert.deepEqual(pointOf(report, chart?.row(0, 0) ?? {}), { months_later: 1 });
  assert.deepEqual(pointOf(report, rows[0] ?? {}), { cohort_no: "2017-01", months_later: 1 });
});

test("what a spreadsheet would run stands in a table's file as text", () => {
  const runs = ["=1+1", "+A1", "-A1", "@now", "\tA", "\nA", "＝1+1", "＋A1", "－A1", "＠now"];
  for (const one of runs) assert.match(csvOf(["name"], [[one]]), /\r\n"?'/, one);
  for (const one of ["-12.50", "+3", "1,200", "王小明"]) assert.doesNotMatch(csvOf(["name"], [[one]]), /'/, one);
});
