/** The rules a till keeps: what of the published programmes rules now, in the store it stands in. */

export interface Step {
  at: number;
  off_minor?: number;
  off_bp?: number;
  price_minor?: number | null;
}
export type Per = "across" | "line" | "unit";
export type Effect =
  | { kind: "percent_off"; off_bp: number; cap_minor?: number | null; per?: Per }
  | { kind: "amount_off"; off_minor: number; per?: Per }
  | { kind: "fixed_price"; price_minor: number }
  | { kind: "price_list"; prices: Record<string, number> }
  | {
      kind: "threshold_off";
      steps: Step[];
      basis?: "amount" | "quantity";
      every?: boolean;
      times_max?: number | null;
      cap_minor?: number | null;
    };
export interface Match {
  products?: string[];
  skus?: string[];
  brands?: string[];
  categories?: string[];
  tags?: string[];
  price_from_minor?: number | null;
  price_to_minor?: number | null;
}
export interface Window {
  starts_at?: string | null;
  ends_at?: string | null;
  weekdays?: number[];
  days?: number[];
  dates?: string[];
  hours?: { start: string; end: string }[];
}
export interface Where {
  stores?: string[];
  not_stores?: string[];
  channels?: string[];
  tiers?: string[];
  members_only?: boolean;
  codes?: string[];
}
export interface Rule {
  code: string;
  effects: ({ kind: string } | Effect)[];
  stage?: Stage;
  group?: string;
  priority?: number;
  window?: Window;
  where?: Where;
  when?: unknown;
  scope?: { include?: Match[]; exclude?: Match[] };
  minimum?: { amount_minor?: number; units?: number };
  limits?: Record<string, unknown>;
  stacking?: { label?: string; excludes?: string[]; by_unit?: boolean };
}
export interface Group {
  code: string;
  order?: number;
  mode?: "all" | "first" | "best" | "least";
  by_line?: boolean;
  base?: "reduced" | "initial" | "list";
}
/** A published version, with as much of its document as prices need. */
export interface Ruling {
  programme: string;
  effective_from: string;
  pilot: string[];
  pilot_until: string | null;
  rules: Rule[];
  groups: Group[];
}

const STAGES = ["activity", "member", "limited", "threshold", "coupon", "points", "shipping", "earning"] as const;
export type Stage = (typeof STAGES)[number];
const LATE = new Set<Stage>(["points", "shipping", "earning"]);
const SIMPLE = new Set(["percent_off", "amount_off", "fixed_price", "price_list", "threshold_off"]);
const PRICES = new Set([...SIMPLE, "units_off", "buy_get", "bundle", "gift"]);

/** A rule that changes prices, with its group, in the place it has among the others. */
export interface Offer {
  rule: Rule;
  stage: Stage;
  group: Group;
  place: string;
  label: string;
  effects: Effect[];
  /** All of it can be judged here; else it may change the price and nobody knows by how much. */
  known: boolean;
}

/** Order texts by their code points, as the server does. */
export function byPoint(a: string, b: string): number {
  const [one, other] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    const apart = (one[at]?.codePointAt(0) ?? 0) - (other[at]?.codePointAt(0) ?? 0);
    if (apart !== 0) return apart;
  }
  return one.length - other.length;
}

function simple(effect: Rule["effects"][number]): effect is Effect {
  if (!SIMPLE.has(effect.kind)) return false;
  return !("steps" in effect) || effect.steps.every((step) => step.price_minor == null);
}

function isLimited(rule: Rule): boolean {
  return Object.entries(rule.limits ?? {}).some(([name, most]) => name !== "counting" && most !== null);
}

function offerOf(rule: Rule, groups: ReadonlyMap<string, Group>): Offer | null {
  const changes = rule.effects.filter((effect) => PRICES.has(effect.kind) || effect.kind === "only_for");
  if (changes.length === 0) return null;
  const named = rule.stage ?? "limited";
  const stage = LATE.has(named) ? "threshold" : named;
  const group = groups.get(rule.group ?? "") ?? { code: rule.group || "-" };
  const effects = changes.filter(simple);
  const known = effects.length === changes.length && rule.when == null && !isLimited(rule);
  const place = `${STAGES.indexOf(stage)} ${group.order ?? 0} ${group.code}`;
  return { rule, stage, group, place, label: rule.stacking?.label || "-", effects, known };
}

function before(a: Offer, b: Offer): number {
  return (
    STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) ||
    (a.group.order ?? 0) - (b.group.order ?? 0) ||
    byPoint(a.group.code, b.group.code) ||
    (b.rule.priority ?? 0) - (a.rule.priority ?? 0) ||
    byPoint(a.rule.code, b.rule.code)
  );
}

/** Return the latest version of each programme that has taken effect in a store. */
function rulingAt(rulings: readonly Ruling[], at: Date, store: string): Ruling[] {
  const found = new Map<string, Ruling>();
  for (const one of rulings) {
    if (at < new Date(one.effective_from)) continue;
    const ended = one.pilot_until !== null && new Date(one.pilot_until) <= at;
    if (one.pilot.length > 0 && (ended || !one.pilot.includes(store))) continue;
    found.set(one.programme, one);
  }
  return [...found.values()];
}

/** Return every offer that may change a price at an instant in a store, in the order they run. */
export function offersAt(rulings: readonly Ruling[], at: Date, store: string): Offer[] {
  const ruling = rulingAt(rulings, at, store);
  const groups = new Map(ruling.flatMap((one) => one.groups).map((group) => [group.code, group]));
  const rules = new Map(ruling.flatMap((one) => one.rules).map((rule) => [rule.code, rule]));
  const offers = [...rules.values()].map((rule) => offerOf(rule, groups));
  return offers.filter((offer) => offer !== null).toSorted(before);
}
