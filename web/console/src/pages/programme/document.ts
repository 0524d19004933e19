/** A programme document as the editor holds it, and how a part of it is read and replaced. */

import type { CouponTemplate, Group, Rule } from "@liuke/client/api.ts";

export type { CouponTemplate, Group, Rule };
export type Effect = Rule["effects"][number];
export type EffectOf<K extends Effect["kind"]> = Extract<Effect, { kind: K }>;
export type Scope = NonNullable<Rule["scope"]>;

export interface Named {
  code: string;
  name?: string;
  name_zh?: string;
}

export interface Expiry {
  kind: "never" | "rolling" | "dates" | "card_year" | "inactivity";
  months?: number;
  days?: number;
  years?: number;
  dates?: string[];
  keep_days?: number;
  grace_days?: number;
  round_to?: "day" | "month" | "quarter" | "year";
}

export interface Book extends Named {
  name_one?: string;
  decimals?: number;
  qualifying?: boolean;
  payable?: boolean;
  pay_step?: number;
  value_minor_per_1000?: number;
  expiry?: Expiry;
  claw_back?: "debt" | "deduct" | "block" | "waive";
  transfer?: "none" | "household" | "anyone";
  pending?: { days?: number; until?: string };
  restore_days?: number;
  closes_after_days?: number | null;
}

export interface Deed {
  action: string;
  params?: Record<string, unknown>;
}

export interface Gift extends Named {
  when: "anniversary" | "birthday" | "entering" | "falling" | "monthly" | "purchases";
  every?: number;
  again?: "never" | "each_period";
  deeds: Deed[];
}

export interface Level extends Named {
  colour?: string;
  entry_threshold?: number | null;
  entry_purchase_minor?: number | null;
  entry_card?: boolean;
  retention_threshold?: number | null;
  never_falls?: boolean;
  benefits?: Named[];
  grants?: Gift[];
}

export interface Rung extends Named {
  threshold: number;
  deeds: Deed[];
}

export interface Ladder {
  rungs: Rung[];
  claim_days?: number;
  claim_from?: "reached" | "period_end";
  adds_up?: boolean;
}

export interface TierSet extends Named {
  basis: { kind: "points" | "spend" | "orders" | "referrals" | "manual"; book?: string };
  window?: { kind?: "all_time" | "calendar" | "card_year" | "rolling"; calendar?: "month" | "quarter" | "year"; days?: number };
  levels: Level[];
  drop?: "deserved" | "one" | "never";
  grace_days?: number;
  reset_on_promotion?: boolean;
  requires_purchase?: boolean;
  counts_from?: "always" | "first_level";
  reset_at_period_end?: boolean;
  lasts?: "next_period" | "this_period";
  decay?: { percent: number; every_months?: number } | null;
  late_days?: number;
  card_kind?: string;
  pauses_with_card?: boolean;
  ladder?: Ladder | null;
}

export interface CardPlan extends Named {
  kind?: "virtual" | "plastic" | "key_ring";
  fee_minor?: number;
  renewal_fee_minor?: number;
  valid_years?: number | null;
}

export interface Doc extends Named {
  name: string;
  name_zh: string;
  description?: string;
  description_zh?: string;
  books?: Book[];
  cards?: CardPlan[];
  tiers?: TierSet[];
  coupons?: CouponTemplate[];
  groups?: Group[];
  rules?: Rule[];
}

export const STAGES = [
  "activity",
  "member",
  "limited",
  "threshold",
  "coupon",
  "points",
  "shipping",
  "earning",
] as const;
export type StageName = (typeof STAGES)[number];

export type Path = readonly (string | number)[];

/** Return what stands at a path, undefined where nothing does. */
export function at(from: unknown, path: Path): unknown {
  let found = from;
  for (const step of path) {
    if (found === null || typeof found !== "object") return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}

function empty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** Return whether a part may not be missing, even where it is empty: what a card of uses is for, a part of a set. */
function isNeeded(step: string | number, above: Path): boolean {
  return step === "item" || (step === "scope" && above.at(-2) === "parts");
}

/**
 * Return a copy with a value at a path; undefined takes the field away, so that its default rules.
 *
 * What holds nothing any more goes too: an empty choice of goods would mean all of them.
 */
export function put<T>(whole: T, path: Path, value: unknown, above: Path = []): T {
  const [step, ...rest] = path;
  if (step === undefined) return value as T;
  const inner = at(whole, [step]) ?? (typeof rest[0] === "number" ? [] : {});
  const made = rest.length === 0 ? value : put(inner, rest, value, [...above, step]);
  const gone = made === undefined || (value === undefined && empty(made) && !isNeeded(step, above));
  if (Array.isArray(whole)) {
    const copy: unknown[] = [...whole];
    if (!gone) copy[Number(step)] = made;
    else if (Number(step) < copy.length) copy.splice(Number(step), 1);
    return copy as T;
  }
  const copy = { ...(whole as Record<string | number, unknown>) };
  if (gone) delete copy[step];
  else copy[step] = made;
  return copy as T;
}

/** Read the server's path of a fault, `$.rules[2].effects[0].book`, as steps. */
export function stepsOf(path: string): Path {
  return [...path.matchAll(/\.?([\w-]+)|\[(\d+)\]/g)]
    .map(([, name, place]) => (place === undefined ? (name ?? "") : Number(place)))
    .filter((step) => step !== "");
}

/** Return a fresh code that no item carries yet: `rule_3`. */
export function freshCode(stem: string, taken: readonly Named[]): string {
  const codes = new Set(taken.map((one) => one.code));
  for (let number = taken.length + 1; ; number += 1) {
    if (!codes.has(`${stem}_${number}`)) return `${stem}_${number}`;
  }
}

/** Return the levels of every set, each with its set. */
export function levelsOf(doc: Doc): { set: TierSet; level: Level }[] {
  return (doc.tiers ?? []).flatMap((set) => set.levels.map((level) => ({ set, level })));
}
