/** Programmes told without a browser: when something runs, and what a version changes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, numberAt, numbersOf, partsOf } from "../console/src/conditions/numbers.ts";
import { placeOf, valueOf } from "../console/src/pages/programme/changed.ts";
import { asGot } from "../console/src/pages/programme/coupons.ts";
import { termsOf } from "../console/src/pages/programme/coupons_told.ts";
import { put, type Book, type CouponTemplate, type Doc, type Path, type Rule } from "../console/src/pages/programme/document.ts";
import { codesIn } from "../console/src/pages/programme/goods_codes.ts";
import { bookOf } from "../console/src/pages/programme/standing.ts";
import { tellerOf, whatOf, whoOf } from "../console/src/pages/programme/tell.ts";
import { hoursOf, untilOf, whenOf } from "../console/src/pages/programme/windows.ts";
import { clockOf, instantAt } from "../console/src/pages/programme/zone.ts";
import { laterBy } from "../kit/src/formats.ts";

const CHINA = { currency: "CNY", timeZone: "Asia/Shanghai" };
const zh = tellerOf([], "zh-CN", CHINA);
const en = tellerOf([], "en", CHINA);
const rule = (window: object) => ({ code: "r", effects: [], window }) as unknown as Rule;
const HAPPY = { start: "14:00", end: "17:00" };
const NIGHT = { start: "22:00", end: "02:00" };

test("hours read as a sentence, past midnight and up to midnight too", () => {
  assert.equal(whenOf(rule({ hours: [HAPPY, NIGHT] }), zh), "每天 14:00–17:00、22:00–次日 02:00");
  assert.equal(whenOf(rule({ hours: [HAPPY, NIGHT] }), en), "daily 14:00–17:00, 22:00–02:00 the next day");
  assert.equal(whenOf(rule({ weekdays: [2, 4], hours: [HAPPY] }), zh), "每周二、周四，14:00–17:00");
  assert.equal(hoursOf([{ start: "18:00", end: "00:00" }, { start: "18:00", end: "24:00" }], zh), "18:00–24:00、18:00–24:00");
  assert.equal(whenOf(rule({ days: [15, -1] }), zh), "每月 15 日、最后一天");
  assert.equal(whenOf(rule({}), zh), "任何时候");
});

test("from and until stand on the shop's clock, wherever the browser is", () => {
  const window = { starts_at: "2026-11-30T16:00:00Z", ends_at: "2026-12-05T16:00:00Z" };
  assert.equal(whenOf(rule(window), zh), "2026-12-01 起，到 2026-12-05（当天含）");
  assert.equal(untilOf("2026-12-05T10:00:00Z", en), "until 2026-12-05 18:00");
});

test("a day ends where its clock says, also where summer time begins or ends", () => {
  const zone = "America/New_York";
  assert.equal(instantAt("2026-11-01", "00:00", zone), "2026-11-01T04:00:00.000Z");
  assert.equal(instantAt(laterBy("2026-11-01", 1), "00:00", zone), "2026-11-02T05:00:00.000Z");
  assert.deepEqual(clockOf("2026-03-08T07:30:00Z", zone), { on: "2026-03-08", time: "03:30" });
  assert.equal(laterBy("2026-03-01", -1), "2026-02-28");
});

test("a difference is told in words: hours, goods, choices, never a raw word of the document", () => {
  const goods = [{ code: "bai", name: "白茶" }, { code: "tea", name: "茶" }];
  const by = tellerOf([], "zh-CN", CHINA, goods);
  assert.equal(placeOf("rules.r.window.hours", by), "规则 r · 时间 · 时段");
  assert.equal(valueOf("rules.r.window.hours", [HAPPY], by), "14:00–17:00");
  assert.equal(valueOf("rules.r.window", { weekdays: [5], hours: [NIGHT] }, by), "每周五，22:00–次日 02:00");
  assert.equal(valueOf("rules.r.window.days", [1, -1], by), "1 日、最后一天");
  const include = [{ products: ["bai"] }, { categories: ["tea"], price_from_minor: 5000 }];
  assert.equal(valueOf("rules.r.scope.include", include, by), "商品 白茶 或 茶 类 且 单价 50 元 起");
  assert.equal(valueOf("coupons.c.got", "claimed", by), "会员自己领取");
  assert.equal(valueOf("coupons.c.validity", { kind: "days_after", days: 30, wait_days: 2 }, by), "领取 2 天后起 30 天有效");
  assert.equal(valueOf("tiers.t.counts_from", "first_level", by), "有了等级（如办卡）才计");
  assert.equal(valueOf("books.b.expiry.kind", "never", by), "不过期");
  assert.equal(valueOf("rules.r.limits.per_day", null, by), "（无）");
});

test("a coupon tells how it is got, on what and when it is used", () => {
  const coupon = {
    code: "c", name: "C", name_zh: "券", effect: { kind: "cash", amount_minor: 1000 }, validity: { kind: "days_after", days: 30 },
    scope: { include: { categories: ["tea"] }, exclude: { tags: ["sale"], products: ["bai"] }, hours: [HAPPY] },
    got: "claimed", claim_until_on: "2026-12-31",
  } as unknown as CouponTemplate;
  const by = tellerOf([], "zh-CN", CHINA, [{ code: "tea", name: "茶" }]);
  assert.equal(termsOf(coupon, by), "会员自己领取（不限 至 2026-12-31），领取后 30 天有效，限 茶 类（商品 bai 或 标签 sale 除外），每天 14:00–17:00");
});

test("stores are told by name wherever they stand, and one that is unknown as a store", () => {
  const stores = [{ code: "1", name: "中环店" }, { code: "2", name: "IFC 店" }];
  const goods = [{ code: "1", name: "白茶" }];
  const by = tellerOf([], "zh-CN", CHINA, goods, stores);
  const english = tellerOf([], "en", CHINA, [], [{ code: "1", name: "Central" }]);
  const where = (of: object) => ({ code: "r", effects: [], where: of }) as unknown as Rule;
  assert.equal(whoOf(where({ stores: ["1", "2"] }), by), "所有顾客，在中环店、IFC 店");
  assert.equal(whoOf(where({ not_stores: ["2", "9"] }), by), "所有顾客，IFC 店、门店 9 除外");
  assert.equal(whoOf(where({ stores: ["1"], not_stores: ["9"] }), english), "everybody, at Central, not at store 9");
  const coupon = { validity: { kind: "card_year" }, scope: { stores: ["1"], stores_excluded: ["2"] } } as unknown as CouponTemplate;
  assert.equal(termsOf(coupon, by), "会员年度内有效，限中环店，IFC 店除外");
  assert.equal(valueOf("rules.r.where.stores", ["1", "2"], by), "中环店、IFC 店");
  assert.equal(valueOf("rules.r.where", { not_stores: ["1"] }, by), "除外门店 中环店");
  assert.equal(valueOf("coupons.c.scope.stores_excluded", ["2"], by), "IFC 店");
  assert.equal(valueOf("pilot", ["1"], by), "中环店");
  assert.equal(valueOf("rules.r.scope.include", [{ products: ["1"] }], by), "商品 白茶");
});

test("of very many goods a sentence names the first; a difference names all", () => {
  const products = Array.from({ length: 14 }, (_, at) => `p${at}`);
  const rule = { code: "r", effects: [], scope: { include: [{ products }] } } as unknown as Rule;
  assert.match(whatOf(rule, zh), /^商品 p0、p1、.*、p11 等 14 种：/);
  assert.match(whatOf(rule, en), /p11 and 2 more/);
  assert.match(valueOf("rules.r.scope", rule.scope, zh), /^商品 p0、.*、p13$/);
});

test("stages go by numbers of the basket and of members, not of the moment", () => {
  const fact = (name: string, kind: string) => ({ name, kind, label: name, label_zh: name, arguments: [], operators: [], options_by: {} });
  const own = [fact("now.day", "int"), fact("basket.quantity", "int"), fact("basket.amount", "money"), fact("basket.tags", "texts")];
  const asks = { own, facts: [...own, fact("orders.net", "money"), fact("gender", "text")] };
  assert.deepEqual(numbersOf(asks).map((one) => one.name), ["basket.quantity", "basket.amount", "orders.net"]);
});

test("stages tell what they go by, in its own unit", () => {
  const stages = [{ start: 0, points: 1, per_minor: 100 }, { start: 500, points: 2, per_minor: 100 }];
  const rule = (of: object) => ({ code: "r", effects: [{ kind: "earn", book: "points", stages, ...of }] }) as unknown as Rule;
  const facts = [
    { name: "points.balance", kind: "int", label: "Points", label_zh: "可用积分", measured_by: "book", arguments: [{ name: "book", options: [{ value: "stars", label: "Stars", label_zh: "星星" }, { value: "grams", label: "Grams", label_zh: "克", decimals: 1 }] }], operators: [], options_by: {} },
    { name: "orders.net", kind: "money", label: "Spent in all", label_zh: "累计消费", arguments: [], operators: [], options_by: {} },
  ];
  const by = { ...zh, number: (address: string) => numberAt(address, facts, "zh-CN", "CNY") };
  const book = "points";
  assert.equal(whatOf(rule({}), by), `0 元起每 1 元得 1 ${book}、5 元起每 1 元得 2 ${book}`);
  assert.equal(whatOf(rule({ measure: "points.balance(stars)" }), by), `按可用积分（星星）分段：0 起每 1 元得 1 ${book}、500 起每 1 元得 2 ${book}`);
  assert.equal(whatOf(rule({ measure: "points.balance(grams)" }), by), `按可用积分（克）分段：0.0 起每 1 元得 1 ${book}、50.0 起每 1 元得 2 ${book}`);
  assert.equal(whatOf(rule({ measure: "orders.net" }), by), `按累计消费分段：0 元起每 1 元得 1 ${book}、5 元起每 1 元得 2 ${book}`);
  assert.equal(whatOf(rule({ measure: "orders.net" }), zh), "按另一个数分段");
  assert.deepEqual([addressOf("orders.net", []), partsOf("points.balance(a,b)")], ["orders.net", { name: "points.balance", args: ["a", "b"] }]);
});

test("points are told in the places of their book", () => {
  const suns: Book = { code: "suns", name: "Suns", name_zh: "阳光", decimals: 1, payable: true, value_minor_per_1000: 1_000, pay_step: 5 };
  const by = tellerOf([{ books: [suns] } as unknown as Doc], "zh-CN", CHINA);
  const earn = { code: "r", effects: [{ kind: "earn", book: "suns", points: 15, per_minor: 100 }] } as unknown as Rule;
  assert.match(whatOf(earn, by), /每 1 元得 1\.5 阳光/);
  // A thousand whole ones are worth ten yuan.
  assert.match(bookOf({ ...suns, pay_step: 50 }, by), /5\.0 阳光.*0\.05 元/);
});

test("a coupon got another way leaves behind what belongs to the old way", () => {
  const coupon = { code: "c", got: "public_code", public_code: "TEA", claim_until_on: "2026-12-31" } as unknown as CouponTemplate;
  assert.deepEqual(asGot(coupon, "claimed"), { code: "c", got: "claimed", claim_until_on: "2026-12-31" });
  assert.deepEqual(asGot(coupon, "granted"), { code: "c" });
  assert.deepEqual(asGot({ ...coupon, got: "granted", claim_days: 3 } as CouponTemplate, "granted"), { code: "c", claim_days: 3 });
});

test("what holds nothing goes, except what may not be missing", () => {
  const doc = { rules: [{ scope: { include: [{ products: ["a"] }] }, effects: [{ parts: [{ scope: { include: [{ products: ["a"] }] }, units: 1 }] }] }] };
  const place = (scope: Path): Path => [...scope, "include", 0, "products"];
  assert.deepEqual(put(doc, place(["rules", 0, "scope"]), undefined).rules[0]?.scope, undefined);
  const parts: Path = ["rules", 0, "effects", 0, "parts", 0];
  assert.deepEqual(put(doc, place([...parts, "scope"]), undefined).rules[0]?.effects[0]?.parts[0], { scope: {}, units: 1 });
});

test("documents name their goods wherever those stand", () => {
  const when = { kind: "fact", name: "basket.quantity", args: ["product:cup", "category:tea"] };
  const has = { kind: "fact", name: "basket.products", op: "has_any", value: ["pot"] };
  const rule = { when: { kind: "all", of: [when, has] }, scope: { include: [{ products: ["bai"], skus: ["bai50"] }] } };
  const doc = { rules: [rule], coupons: [{ effect: { item: { products: ["mug"] } } }] };
  assert.deepEqual(codesIn([doc]), { products: ["cup", "pot", "bai", "mug"], skus: ["bai50"] });
});
