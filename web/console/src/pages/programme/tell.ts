/** Tell a rule of a programme in words: for whom, when, what, how often, with what. */

import { discount, faceInWords, figure, share, type Place } from "@liuke/kit/formats.ts";
import { wordsIn, type Language } from "@liuke/kit/words.ts";
import type { Numbered } from "../../conditions/numbers.ts";
import { levelsOf, type Doc, type Effect, type EffectOf, type Group, type Named, type Rule } from "./document.ts";
import { GLANCE, goodsOf } from "./goods_told.ts";
import { sentenceWords } from "./sentences.words.ts";
import { whenOf } from "./windows.ts";

/** What telling needs to know: the language, the money, and what codes are called. */
export interface Teller {
  language: Language;
  timeZone: string;
  sum: (minor: number) => string;
  /** Points of a book in its places, without its name. */
  points: (book: string, amount: number) => string;
  /** How many decimals points of a book have. */
  decimals: (book: string) => number;
  call: (code: string) => string;
  /** What a store is called. */
  store: (code: string) => string;
  groups: readonly Group[];
  /** How a condition reads. */
  condition: (tree: unknown) => string;
  /** What a number of the member is called, and how it is written; null where that is not known. */
  number: (address: string) => Numbered | null;
}

export interface Told {
  who: string;
  when: string;
  what: string;
  limit: string;
  together: string;
}

/** Return the name of a thing in a language; its code when it has none. */
export function nameOf(thing: Named, language: Language): string {
  return (language === "en" ? thing.name : thing.name_zh) || thing.name || thing.name_zh || thing.code;
}

/** Write money in a sentence: `100 元`, `¥100`. */
function sumIn(language: Language, currency: string): (minor: number) => string {
  return (minor) => faceInWords(minor, currency, language);
}

/** A store by its code, as the page knows it. */
export interface Shop {
  code: string;
  name: string;
}

/** Return how to name stores by code; one that is not known says that it is a store. */
export function storeNames(stores: readonly Shop[], language: Language): (code: string) => string {
  const names = new Map(stores.map(({ code, name }) => [code, name]));
  return (code) => names.get(code) || wordsIn(sentenceWords, language).storeOf(code);
}

/** Return who tells documents: it knows what their codes are called, goods by `others`. */
export function tellerOf(
  docs: readonly Doc[],
  language: Language,
  { currency, timeZone }: Place,
  others: readonly Named[] = [],
  stores: readonly Shop[] = [],
): Teller {
  // Where two things share a code, points and coupons are what sentences speak of.
  const things = [
    ...others,
    ...docs.flatMap((doc) => doc.rules ?? []),
    ...docs.flatMap((doc) => [...(doc.tiers ?? []), ...levelsOf(doc).map(({ level }) => level)]),
    ...docs.flatMap((doc) => [...(doc.coupons ?? []), ...(doc.books ?? [])]),
  ];
  const places = new Map(docs.flatMap((doc) => doc.books ?? []).map((book) => [book.code, book.decimals ?? 0]));
  const names = new Map(things.map((thing) => [thing.code, nameOf(thing, language)]));
  return {
    language,
    timeZone,
    sum: sumIn(language, currency),
    points: (book, amount) => figure(amount, places.get(book)),
    decimals: (book) => places.get(book) ?? 0,
    call: (code) => names.get(code) ?? code,
    store: storeNames(stores, language),
    groups: docs.flatMap((doc) => doc.groups ?? []),
    condition: () => wordsIn(sentenceWords, language).condition,
    number: () => null,
  };
}

const wordsOf = (by: Teller) => wordsIn(sentenceWords, by.language);

/** Tell for whom and where a rule is. */
export function whoOf(rule: Rule, by: Teller): string {
  const say = wordsOf(by);
  const where = rule.where ?? {};
  const join = (codes: readonly string[]) => codes.map(by.call).join(say.list);
  const shops = (codes: readonly string[]) => codes.map(by.store).join(say.list);
  const parts = [
    where.tiers?.length ? say.membersOf(join(where.tiers)) : where.members_only ? say.members : say.everybody,
  ];
  if (where.stores?.length) parts.push(aired(say.stores(shops(where.stores)), by.language));
  if (where.not_stores?.length) parts.push(aired(say.notStores(shops(where.not_stores)), by.language));
  if (where.channels?.length) parts.push(say.channels(where.channels.join(say.list)));
  if (where.codes?.length) parts.push(say.withCode(where.codes.join(say.list)));
  if (rule.when) parts.push(by.condition(rule.when));
  return parts.join(say.and);
}

function off(bp: number, by: Teller): string {
  return bp >= 10_000 ? wordsOf(by).free : discount(bp / 100, by.language);
}

function cap(minor: number | null | undefined, by: Teller): string {
  return minor ? wordsOf(by).capped(by.sum(minor)) : "";
}

function cheaper(one: { off_bp?: number; off_minor?: number; price_minor?: number | null }, by: Teller): string {
  const say = wordsOf(by);
  if (one.price_minor !== null && one.price_minor !== undefined) return say.sellAt(by.sum(one.price_minor));
  if (one.off_minor) return say.amountOff(by.sum(one.off_minor));
  return off(one.off_bp ?? 0, by);
}

function thresholdOf(effect: EffectOf<"threshold_off">, by: Teller): string {
  const say = wordsOf(by);
  const reach = (value: number) => (effect.basis === "quantity" ? say.units(value) : by.sum(value));
  const word = effect.every ? say.every : say.step;
  const steps = effect.steps.map((step) => word(reach(step.at), cheaper(step, by)));
  return steps.join(say.list) + cap(effect.cap_minor, by);
}

function earnOf(effect: EffectOf<"earn">, by: Teller): string {
  const say = wordsOf(by);
  const kinds = (effect.not_tenders ?? []).map(say.tender).join(say.list);
  return curveOf(effect, by) + (kinds ? say.earnNot(kinds) : "");
}

function curveOf(effect: EffectOf<"earn">, by: Teller): string {
  const say = wordsOf(by);
  const code = effect.book ?? "points";
  const book = by.call(code);
  const one = (points: number, per: number) => {
    const told = by.points(code, points);
    return per ? say.earnPer(by.sum(per), told, book) : say.earnFixed(told, book);
  };
  if (!effect.stages?.length) return one(effect.points ?? 0, effect.per_minor ?? 0);
  const measure = effect.measure ?? "amount";
  const number = measure === "amount" ? null : by.number(measure);
  if (measure !== "amount" && !number) return say.earnByOther;
  const from = !number || number.money ? by.sum : (start: number) => figure(start, number.decimals);
  const told = effect.stages.map((stage) => say.earnFrom(from(stage.start), one(stage.points, stage.per_minor ?? 0))).join(say.list);
  return number ? say.earnBy(number.title, told) : told + (effect.marginal ? say.earnSlices : "");
}

function payOf(effect: EffectOf<"pay_with_points">, by: Teller): string {
  const say = wordsOf(by);
  const told = say.payWith(by.points(effect.book, effect.points ?? 1), by.call(effect.book), by.sum(effect.worth_minor ?? 1));
  const most = effect.share_bp_max ?? 10_000;
  return most < 10_000 ? told + say.payShare(share(most / 10_000, 0)) : told;
}

type Tellers = { [K in Effect["kind"]]: (effect: EffectOf<K>, by: Teller) => string };

const EFFECTS: Tellers = {
  percent_off: (e, by) => off(e.off_bp, by) + cap(e.cap_minor, by),
  amount_off: (e, by) => {
    const say = wordsOf(by);
    const each = e.per === "unit" ? say.eachUnit : e.per === "line" ? say.eachLine : "";
    return each + say.amountOff(by.sum(e.off_minor));
  },
  fixed_price: (e, by) => wordsOf(by).fixedPrice(by.sum(e.price_minor)),
  price_list: (e, by) => wordsOf(by).priceList(Object.keys(e.prices).length),
  units_off: (e, by) => {
    const say = wordsOf(by);
    const which = e.take === "dearest" ? say.dearest : say.cheapest;
    const left = e.keep_minor ? say.keptEach(by.sum(e.keep_minor)) : "";
    return say.unitsOff(which, e.units ?? 1, off(e.off_bp ?? 10_000, by)) + cap(e.cap_minor, by) + left;
  },
  threshold_off: thresholdOf,
  buy_get: (e, by) => wordsOf(by).buyGet(e.buy, e.get ?? 1, cheaper({ off_bp: 10_000, ...e }, by)),
  bundle: (e, by) => wordsOf(by).bundle(e.parts.length, cheaper(e, by)),
  gift: (e, by) => {
    const say = wordsOf(by);
    const told = say.gift(e.units ?? 1, e.products.map(by.call).join(say.list));
    return e.every_minor ? told + say.giftFor(by.sum(e.every_minor)) : told;
  },
  shipping_off: (e, by) => {
    const say = wordsOf(by);
    if (e.off_minor) return say.shippingOff(say.amountOff(by.sum(e.off_minor)));
    return (e.off_bp ?? 10_000) >= 10_000 ? say.shippingFree : say.shippingOff(off(e.off_bp ?? 0, by));
  },
  pay_with_points: payOf,
  earn: earnOf,
  multiply: (e, by) => wordsOf(by).multiply(e.factor_bp / 10_000, by.call(e.book ?? "points")),
  issue_coupon: (e, by) => wordsOf(by).issue(e.count ?? 1, by.call(e.template)),
  give_tag: (e, by) => wordsOf(by).giveTag(e.tag) + (e.days ? wordsOf(by).forDays(e.days) : ""),
  give_badge: (e, by) => wordsOf(by).giveBadge(e.badge),
  grant_right: (e, by) => wordsOf(by).giveRight(e.right) + (e.days ? wordsOf(by).forDays(e.days) : ""),
  only_for: (_, by) => wordsOf(by).onlyFor,
};

/** Tell what an effect does. */
export function effectOf(effect: Effect, by: Teller): string {
  const tell = EFFECTS[effect.kind] as (effect: Effect, by: Teller) => string;
  return aired(tell(effect, by), by.language);
}

/** Set Chinese and Latin or digits apart, as our texts are set. */
export function aired(text: string, language: Language): string {
  if (language === "en") return text;
  return text.replace(/([A-Za-z\d])(?=[\u4e00-\u9fff])/g, "$1 ").replace(/([\u4e00-\u9fff])(?=[$¥A-Za-z\d])/g, "$1 ");
}

/** Tell what a rule gives, and on which goods. */
export function whatOf(rule: Rule, by: Teller): string {
  const say = wordsOf(by);
  const effects = rule.effects.map((effect) => effectOf(effect, by)).join(say.list);
  const { amount_minor: amount, units } = rule.minimum ?? {};
  const from = [amount ? say.minimumAmount(by.sum(amount)) : "", units ? say.minimumUnits(units) : ""];
  const told = [...from.filter(Boolean), effects].join(say.and);
  const narrowed = (rule.scope?.include?.length ?? 0) + (rule.scope?.exclude?.length ?? 0) > 0;
  return narrowed ? say.onGoods(`${goodsOf(rule.scope, by, GLANCE)}${by.language === "en" ? "" : "："}`, told) : told;
}

/** Tell how often and how much. */
export function limitOf(rule: Rule, by: Teller): string {
  const say = wordsOf(by);
  const limits = rule.limits ?? {};
  const told = [
    [limits.per_order, say.perOrder],
    [limits.per_member_day, say.perMemberDay],
    [limits.per_member, say.perMember],
    [limits.per_day, say.perDay],
    [limits.per_store, say.perStore],
    [limits.total, say.total],
    [limits.points_max, say.pointsMax],
  ] as const;
  const parts = told.flatMap(([value, word]) => (value ? [word(figure(value))] : []));
  if (limits.budget_minor) parts.push(say.budget(by.sum(limits.budget_minor)));
  if (parts.length > 0 && limits.counting === "units") parts.push(say.byUnits);
  if (parts.length > 0 && limits.counting === "times") parts.push(say.byTimes);
  return parts.join(say.and) || say.noLimit;
}

/** Tell with what a rule may stand. */
export function togetherOf(rule: Rule, by: Teller): string {
  const say = wordsOf(by);
  const parts: string[] = [];
  if (rule.group) {
    const mode = by.groups.find((group) => group.code === rule.group)?.mode ?? "all";
    const word = { best: say.bestOf, least: say.leastOf, first: say.firstOf, all: say.allOf }[mode];
    parts.push(word);
  }
  const excludes = rule.stacking?.excludes ?? [];
  if (excludes.includes("*")) parts.push(say.neverAny);
  else if (excludes.length) parts.push(say.never(excludes.map(by.call).join(say.list)));
  return parts.join(say.and) || say.joinsAll;
}

/** Tell a whole rule. */
export function tell(rule: Rule, by: Teller): Told {
  return {
    who: whoOf(rule, by),
    when: whenOf(rule, by),
    what: whatOf(rule, by),
    limit: limitOf(rule, by),
    together: togetherOf(rule, by),
  };
}
