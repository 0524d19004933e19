/** Tell a difference of two documents: where it stands, what was and what will be. */

import { figure } from "@liuke/kit/formats.ts";
import { wordsIn } from "@liuke/kit/words.ts";
import { changeWords, fieldWords, isField } from "./changes.words.ts";
import { enumOf } from "./changed_enums.ts";
import { termsOf, validityOf, worthOf } from "./coupons_told.ts";
import type { Book, CardPlan, CouponTemplate, Deed, Effect, Group, Named, Rule, TierSet } from "./document.ts";
import { goodsOf, matchesOf } from "./goods_told.ts";
import { bookOf, cardOf, deedsOf, setOf } from "./standing.ts";
import { effectOf, limitOf, nameOf, tell, type Teller } from "./tell.ts";
import { fromOf, hoursOf, monthDaysOf, untilOf, weekdaysOf, windowOf } from "./windows.ts";

const PARTS = {
  rules: true, tiers: true, books: true, coupons: true, groups: true, cards: true,
  levels: true, grants: true, benefits: true, rungs: true, ladder: true,
} as const;
type Part = keyof typeof PARTS;
const INNER = new Set<string>(["levels", "grants", "benefits", "rungs", "ladder"]);

const wordsOf = (by: Teller) => wordsIn(changeWords, by.language);

/** Tell where a difference stands: `规则 会员日 · 每人次数`. */
export function placeOf(path: string, by: Teller): string {
  const say = wordsOf(by);
  const fields = wordsIn(fieldWords, by.language);
  if (path === "pilot") return say.pilotOf;
  const steps = path.split(".");
  const told: string[] = [];
  for (let at = 0; at < steps.length; at += 1) {
    const step = steps[at] ?? "";
    if ((at === 0 || INNER.has(step)) && step in PARTS) {
      const code = step === "ladder" ? undefined : steps[at + 1];
      const word = say[step as Part];
      told.push(code ? `${word} ${by.call(code)}` : word);
      if (code) at += 1;
    } else told.push(isField(step) ? fields[step] : step);
  }
  return told.join(" · ");
}

/** Tell a whole thing that came or went as its page tells it; null when it is none. */
export function thingOf(path: string, value: unknown, by: Teller): string | null {
  const steps = path.split(".");
  if (steps.length !== 2 || typeof value !== "object" || value === null) return null;
  const named = nameOf(value as Named, by.language);
  switch (steps[0]) {
    case "rules": {
      const { who, when, what } = tell(value as Rule, by);
      return [named, who, when, what].join(" · ");
    }
    case "books":
      return `${named} · ${bookOf(value as Book, by)}`;
    case "coupons":
      return [named, worthOf(value as CouponTemplate, by), termsOf(value as CouponTemplate, by)].join(" · ");
    case "cards":
      return `${named} · ${cardOf(value as CardPlan, by)}`;
    case "tiers":
      return `${named} · ${setOf(value as TierSet, by)}`;
    default:
      return (value as Group).code;
  }
}

type Told = (value: never, by: Teller) => string;

/** What is told in one sentence though it holds several things: lists by their field. */
const LISTS: Record<string, Told> = {
  effects: (of: Effect[], by) => of.map((one) => effectOf(one, by)).join(wordsOf(by).list),
  deeds: (of: Deed[], by) => deedsOf(of, by),
  hours: hoursOf,
  weekdays: weekdaysOf,
  days: monthDaysOf,
  include: matchesOf,
  exclude: matchesOf,
};

/** Lists of stores are told by their names. */
const STORES = new Set(["stores", "not_stores", "stores_excluded", "pilot"]);

/** The same for things with parts. */
const WHOLES: Record<string, Told> = {
  when: (of: unknown, by) => by.condition(of),
  window: windowOf,
  scope: goodsOf,
  get_scope: goodsOf,
  validity: (of: CouponTemplate["validity"], by) => validityOf({ validity: of }, by),
  limits: (of: Rule["limits"], by) => limitOf({ limits: of } as Rule, by),
};
const OF_RULES = new Set(["when", "window", "scope", "limits"]);

function wholeOf(path: string, value: object, by: Teller): string | null {
  const last = path.split(".").at(-1) ?? "";
  if (Array.isArray(value)) return LISTS[last]?.(value as never, by) ?? null;
  // Sets of levels and coupons have parts of the same names that are others.
  if (OF_RULES.has(last) && !path.startsWith("rules.")) return null;
  return WHOLES[last]?.(value as never, by) ?? null;
}

function numberOf(field: string, value: number, by: Teller): string {
  if (field.includes("_minor")) return by.sum(value);
  return field.endsWith("_bp") ? `${value / 100}%` : figure(value);
}

function textOf(path: string, value: string, by: Teller): string {
  const field = path.split(".").at(-1);
  if (field === "starts_at") return fromOf(value, by);
  if (field === "ends_at") return untilOf(value, by);
  return enumOf(path, value, by.language) ?? by.call(value);
}

/** Tell a value as people read it: money, shares, yes and no, whole parts in a sentence. */
export function valueOf(path: string, value: unknown, by: Teller): string {
  const say = wordsOf(by);
  if (value === null || value === undefined || value === "") return say.none;
  if (typeof value === "boolean") return value ? say.yes : say.no;
  if (typeof value === "number") return numberOf(path.split(".").at(-1) ?? "", value, by);
  if (typeof value !== "object") return textOf(path, String(value), by);
  if (Object.keys(value).length === 0) return say.none;
  const told = wholeOf(path, value, by);
  if (told !== null) return told;
  if (Array.isArray(value)) {
    const call = STORES.has(path.split(".").at(-1) ?? "") ? by.store : by.call;
    return value.map((one) => (typeof one === "object" ? partsOf(path, one as object, by) : call(String(one)))).join(say.list);
  }
  return partsOf(path, value, by);
}

function partsOf(path: string, value: object, by: Teller): string {
  const fields = wordsIn(fieldWords, by.language);
  return Object.entries(value)
    .map(([name, inner]) => `${isField(name) ? `${fields[name]} ` : ""}${valueOf(`${path}.${name}`, inner, by)}`)
    .join(wordsOf(by).list);
}
