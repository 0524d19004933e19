/** Conditions without a browser: how they are told, where their faults stand, what may be typed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsIn } from "@liuke/kit/words.ts";
import type { Asks } from "../console/src/conditions/asks.ts";
import { brokenAt } from "../console/src/conditions/broken.ts";
import { faultsOf, isTree, rowOf } from "../console/src/conditions/places.ts";
import { sentenceOf } from "../console/src/conditions/told.ts";
import { opened, type Tree } from "../console/src/conditions/tree.ts";
import { membersWords } from "../console/src/pages/members/members.words.ts";
import { decimalsOf, valueText } from "../console/src/pages/members/told.ts";
import { askedOf, saidOf } from "../console/src/pages/programme/asking.ts";
import { compare } from "../console/src/pages/programme/compare.ts";
import { asKind } from "../console/src/pages/programme/coupons.ts";
import type { Doc } from "../console/src/pages/programme/document.ts";

const known = (name: string, label: string, label_zh: string, more: object = {}) => ({
  name, kind: "int", label, label_zh, arguments: [], operators: [], options_by: {}, ...more,
});
const option = (value: string, label: string, label_zh: string) => ({ value, label, label_zh });
const FACTS = [
  known("now.weekday", "Weekday", "星期几", { options_by: { "": [option("2", "Tuesday", "周二"), option("4", "Thursday", "周四")] } }),
  known("basket.amount", "Worth", "金额", { kind: "money", arguments: [{ name: "goods", options: [option("category:tea", "Tea", "茶")] }] }),
  known("tier", "Level", "等级", { kind: "text", arguments: [{ name: "set", options: [] }] }),
  known("segment", "Is in a segment", "属于人群", { kind: "bool", arguments: [{ name: "segment", options: [option("tea", "Tea lovers", "茶友")] }] }),
];
const DEEDS = [
  { name: "line", label: "bought a product", label_zh: "购买商品", fields: [{ ...known("category", "category", "类目"), kind: "text", options: [option("tea", "Tea", "茶")] }] },
];
const ASKS = { facts: FACTS, own: [], deeds: DEEDS, adds: [] } as unknown as Asks;
const CHINA = { currency: "CNY", timeZone: "Asia/Shanghai" };
const fact = (name: string, op: string, value: unknown, args: string[] = []) => ({ kind: "fact", name, op, value, args });
const all = (...of: object[]) => ({ kind: "all", of }) as unknown as Tree;
const zh = (tree: object) => sentenceOf(tree as Tree, ASKS, CHINA, "zh-CN");
const en = (tree: object) => sentenceOf(tree as Tree, ASKS, CHINA, "en");

test("a condition is told as a sentence in both languages", () => {
  const bought = { kind: "did", event: "line", agg: "count", op: ">=", value: 1, window: { kind: "days", last: 30 }, where: [{ field: "category", op: "=", value: "tea" }] };
  const tree = all(
    fact("now.weekday", "in", [2, 4]),
    fact("basket.amount", ">=", 8000, ["category:tea"]),
    { kind: "not", of: { kind: "any", of: [{ kind: "segment", code: "tea" }, bought] } },
  );
  assert.equal(zh(tree), "星期几 是 周二、周四，且 金额（茶）至少 ¥80.00，且 不符合（在人群“茶友”里 或 最近 30 天 有过 购买商品（类目 是 茶））");
  assert.equal(en(tree), "Weekday is Tuesday, Thursday and Worth (Tea) is at least ¥80.00 and not (is in the segment “Tea lovers” or bought a product (category is Tea) in the last 30 days)");
  assert.equal(zh({ ...bought, value: 3, window: { kind: "calendar", unit: "month", back: 0 } }), "本月 购买商品（类目 是 茶）次数 至少 3");
  assert.equal(en({ ...bought, agg: "sum", field: "category", op: ">", window: null }), "bought a product (category is Tea) in all category is more than 1");
});

test("a fault stands at the row it belongs to, whatever the server calls it", () => {
  const whole = fact("now.weekday", "=", 2);
  const wrong = (node: string) => ({ node, reason: "wrong", reason_zh: "不对" });
  assert.deepEqual(faultsOf(whole as Tree, [wrong("0")]), [wrong("0.0")], "a bare row stands in a group");
  assert.equal(opened(whole as Tree).of.length, 1);
  const named = { ...whole, id: "tuesday" };
  assert.deepEqual(faultsOf(all(whole, { kind: "not", of: named }), [wrong("tuesday")]), [wrong("0.1.0")]);
  assert.deepEqual(rowOf(all(whole, { kind: "not", of: named }), "tuesday"), named);
  const empty = all(whole, fact("now.weekday", "in", []));
  assert.deepEqual(faultsOf(empty, [wrong("0.1")]).map((one) => [one.node, one.reason_zh]), [["0.1", "这一行还没有填完。"]]);
});

test("an empty row is told by the rule it stands in", () => {
  const doc = { code: "p", name: "P", name_zh: "方案", rules: [{ code: "r", name: "Tea", name_zh: "茶日", effects: [], when: fact("now.weekday", "=", null) }] } as unknown as Doc;
  const fault = { path: "$.rules[0].when#0", reason: "`=` needs one value", reason_zh: "“=”需要一个值" };
  assert.equal(saidOf(fault, doc).reason_zh, "“茶日”的条件还没有填完。");
  assert.equal(saidOf({ ...fault, path: "$.rules[0].group" }, doc).reason, fault.reason);
});

test("what is typed as source is taken only when it can be told", () => {
  assert.deepEqual(brokenAt('{\n  "kind": }'), { line: 2, column: 11 });
  assert.deepEqual(brokenAt('{"a": [1, 2,],\n "b": 1}'), { line: 1, column: 13 });
  assert.deepEqual(brokenAt('{"a": 1} x'), { line: 1, column: 10 });
  for (const yes of ["{}", ' [1.5e-3, "\\u00e9\\n", {"a": [true, null]}]\n']) {
    assert.deepEqual([brokenAt(yes), typeof JSON.parse(yes)], [null, "object"]);
  }
  for (const no of [{}, [], null, { kind: "all" }, { kind: "fact" }, all({ kind: "segment" }), { kind: "sequence", first: {} }, { kind: "bucket", salt: "s" }]) {
    assert.equal(isTree(no), false, JSON.stringify(no));
  }
  assert.equal(isTree(all({ kind: "not", of: { kind: "bucket", salt: "s", from: 0, to: 1 } }, fact("member", "=", true))), true);
});

test("levels of a draft may be asked before it is published", () => {
  const levels = [{ code: "gold", name: "Gold", name_zh: "金卡" }];
  const doc = { code: "p", name: "P", name_zh: "方案", tiers: [{ code: "club", name: "Club", name_zh: "茶会", basis: { kind: "spend" as const }, levels }] };
  const tier = askedOf(ASKS, doc, "CNY").facts.find((one) => one.name === "tier");
  assert.deepEqual(tier?.arguments[0]?.options, [{ ...option("club", "Club", "茶会"), decimals: 2 }]);
  assert.deepEqual(tier?.options_by["club"], [option("gold", "Gold", "金卡")]);
});

test("amounts of a draft's sets have the decimals of what they count", () => {
  const sets = [{ kind: "spend" }, { kind: "points", book: "grams" }, { kind: "orders" }] as const;
  const tiers = sets.map((basis) => ({ code: basis.kind, name: basis.kind, name_zh: basis.kind, basis, levels: [] }));
  const doc = { code: "p", name: "P", name_zh: "方案", books: [{ code: "grams", name: "Grams", name_zh: "克", decimals: 1 }], tiers };
  for (const [currency, spend] of [["CNY", 2], ["JPY", 0], ["KWD", 3]] as const) {
    const tier = askedOf(ASKS, doc, currency).facts.find((one) => one.name === "tier");
    assert.deepEqual(tier?.arguments[0]?.options.map((one) => one.decimals), [spend, 1, 0], currency);
  }
});

test("a value is written with the decimals of its book, its set or the shop's money", () => {
  const option = (value: string, decimals: number) => ({ value, label: value, label_zh: value, decimals });
  const of = { operators: [], options_by: {}, label: "", label_zh: "" };
  const balance = { ...of, name: "points.balance", kind: "int", measured_by: "book", arguments: [{ name: "book", options: [option("stars", 0), option("grams", 1)] }] };
  const net = { ...of, name: "orders.net", kind: "money", arguments: [] };
  const by = (currency: string) => ({ say: wordsIn(membersWords, "zh-CN"), language: "zh-CN" as const, place: { currency, timeZone: "Asia/Shanghai" } });
  assert.deepEqual(["stars", "grams", "gone"].map((book) => valueText(balance, [book], 12_345, by("CNY"))), ["12,345", "1,234.5", "12,345"]);
  assert.deepEqual(["CNY", "JPY", "KWD"].map((one) => decimalsOf(net, [], one)), [2, 0, 3]);
});

test("a condition changes as a whole", () => {
  const doc = (when: object) => ({ rules: [{ code: "r", when }] });
  const [before, after] = [all({ kind: "segment", code: "a" }), all({ kind: "segment", code: "b" })];
  assert.deepEqual(compare(doc(before), doc(after)), [{ path: "rules.r.when", before, after }]);
});

test("a coupon of another kind keeps what both kinds have", () => {
  assert.deepEqual(asKind({ kind: "percent", off_bp: 1500, cap_minor: 3000 }, "free_shipping"), { kind: "free_shipping", cap_minor: 3000 });
  assert.deepEqual(asKind({ kind: "free_item", item: { products: ["mug"] }, quantity: 2 }, "times_card"), { kind: "times_card", uses: 5, item: { products: ["mug"] } });
  assert.deepEqual(asKind({ kind: "cash", amount_minor: 500 }, "percent"), { kind: "percent", off_bp: 1000 });
});
