/**
 * Price a basket on this device: automatic rules over whole lines, with the server's arithmetic.
 *
 * What cannot be judged here (conditions on the member, limits that are counted, sets and gifts) is
 * named, and the price is then provisional. A test holds this against the server's own decision.
 */

import { cut, valueOf } from "./cuts.ts";
import { barred, conflict, fits, layOut, type Piece, type Sold } from "./lines.ts";
import { inside, momentOf, type Moment } from "./moment.ts";
import { offersAt, type Offer, type Rule, type Ruling, type Stage, type Where } from "./rules.ts";

export interface Asked {
  lines: readonly Sold[];
  store: string;
  codes: readonly string[];
  /** Levels stood on; null for a guest, "unknown" for somebody not yet recognised. */
  levels: readonly string[] | "unknown" | null;
  at: Date;
  timeZone: string;
}
export interface Taken {
  rule: string;
  stage: Stage;
  kind: string;
  shares: { line: number; before: number; after: number }[];
}
export interface Priced {
  due: number[];
  effects: Taken[];
  /** Rules that may change this price and cannot be judged here. */
  unknown: string[];
}

interface Work {
  asked: Asked;
  moment: Moment;
  pieces: Piece[];
  effects: Taken[];
  labels: Set<string>;
  bars: Set<string>;
  only: ReadonlySet<number> | null;
}

/** Price a basket by the rules that are kept. */
export function price(rulings: readonly Ruling[], asked: Asked): Priced {
  const work: Work = {
    asked,
    moment: momentOf(asked.at, asked.timeZone),
    pieces: layOut(asked.lines),
    effects: [],
    labels: new Set(),
    bars: new Set(),
    only: null,
  };
  const all = offersAt(rulings, asked.at, asked.store);
  const unknown = all.filter((offer) => maybe(offer, work)).map((offer) => offer.rule.code);
  const known = all.filter((offer) => offer.known && !unknown.includes(offer.rule.code));
  for (const members of grouped(known, (offer) => offer.place).values()) runGroup(members, work);
  const due = asked.lines.map((line) => line.gross_minor);
  for (const piece of work.pieces) due[piece.at] = valueOf(piece);
  return { due, effects: work.effects, unknown };
}

/** Return whether a rule may change this price in a way that only the server knows. */
function maybe(offer: Offer, { asked, moment, pieces }: Work): boolean {
  const somebody = asked.levels === "unknown" && ((offer.rule.where?.tiers ?? []).length > 0 || offer.rule.where?.members_only);
  if ((offer.known && !somebody) || !pieces.some((piece) => fits(offer.rule, piece.sold))) return false;
  // Goods that only some may buy are forbidden to the others: who does not fit has to wait, too.
  if (offer.rule.effects.some((effect) => effect.kind === "only_for")) return true;
  return inside(offer.rule.window, moment) && here(offer.rule, asked);
}

function here({ where = {} }: Rule, asked: Asked): boolean {
  const { stores = [], not_stores = [], channels = [], codes = [] } = where;
  if ((stores.length > 0 && !stores.includes(asked.store)) || not_stores.includes(asked.store)) return false;
  // A till's sale names no channel, so a rule for some channels is none of its.
  if (channels.length > 0 || !forThem(where, asked)) return false;
  return codes.length === 0 || codes.some((code) => asked.codes.includes(code));
}

function forThem({ tiers = [], members_only = false }: Where, { levels }: Asked): boolean {
  if (levels === "unknown") return true;
  if (members_only && levels === null) return false;
  return tiers.length === 0 || tiers.some((level) => levels?.includes(level));
}

function grouped<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const found = new Map<K, T[]>();
  for (const one of all) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return found;
}

function runGroup(offers: Offer[], work: Work): void {
  const [first] = offers;
  if (first === undefined) return;
  const { mode = "all", base = "reduced", by_line = false } = first.group;
  if (base === "initial") for (const piece of work.pieces) piece.entry = piece.taken;
  if (mode === "all" || offers.length === 1) for (const offer of offers) apply(offer, work);
  else if (mode === "first") offers.some((offer) => apply(offer, work));
  else if (by_line) runByLine(offers, work, mode);
  else runBest(offers, work, mode);
}

type Tried = { offer: Offer; byLine: Map<number, number> };

function runBest(offers: readonly Offer[], work: Work, mode: "best" | "least"): void {
  const tried = offers.map((offer) => ({ offer, byLine: trial(offer, work) }));
  const giving = tried.filter(({ byLine }) => byLine.size > 0);
  const winner = chosen(giving.map(({ offer, byLine }) => [offer, sumOf(byLine)]), mode);
  for (const { offer, byLine } of tried) if (offer === winner || byLine.size === 0) apply(offer, work);
}

function runByLine(offers: readonly Offer[], work: Work, mode: "best" | "least"): void {
  const tried = offers.map((offer): Tried => ({ offer, byLine: trial(offer, work) }));
  const lines = new Set(tried.flatMap(({ byLine }) => [...byLine.keys()]));
  const won = grouped([...lines], (line) => {
    return chosen(tried.flatMap(({ offer, byLine }) => (byLine.has(line) ? [[offer, byLine.get(line) ?? 0]] : [])), mode);
  });
  for (const { offer, byLine } of tried) {
    const own = won.get(offer);
    work.only = own ? new Set(own) : null;
    if (own || byLine.size === 0) apply(offer, work);
    work.only = null;
  }
}

/** Return the offer that gives most, or least; the earlier on a tie. */
function chosen(giving: [Offer, number][], mode: "best" | "least"): Offer | undefined {
  const sign = mode === "least" ? 1 : -1;
  return giving.toSorted((a, b) => sign * (a[1] - b[1]))[0]?.[0];
}

function sumOf(byLine: ReadonlyMap<number, number>): number {
  return [...byLine.values()].reduce((all, one) => all + one, 0);
}

/** Return what an offer alone would take off each line, changing nothing. */
function trial(offer: Offer, work: Work): Map<number, number> {
  const twin: Work = {
    ...work,
    pieces: work.pieces.map((piece) => ({ ...piece })),
    effects: [],
    labels: new Set(work.labels),
    bars: new Set(work.bars),
  };
  apply(offer, twin);
  const byLine = new Map<number, number>();
  for (const { line, before, after } of twin.effects.flatMap((effect) => effect.shares)) {
    byLine.set(line, (byLine.get(line) ?? 0) + after - before);
  }
  return byLine;
}

function excluded(offer: Offer, work: Work): boolean {
  const { by_unit = false, excludes = [] } = offer.rule.stacking ?? {};
  if (work.labels.size === 0) return false;
  return (!by_unit && conflict(excludes, work.labels)) || work.bars.has("*") || work.bars.has(offer.label);
}

function poolOf(offer: Offer, work: Work): Piece[] {
  return work.pieces.filter(
    (piece) =>
      !piece.sold.gift &&
      fits(offer.rule, piece.sold) &&
      (work.only === null || work.only.has(piece.at)) &&
      !barred(offer, piece),
  );
}

function short(rule: Rule, pool: readonly Piece[]): boolean {
  const { amount_minor = 0, units = 0 } = rule.minimum ?? {};
  const worth = pool.reduce((all, piece) => all + valueOf(piece), 0);
  const count = pool.reduce((all, piece) => all + piece.sold.units, 0);
  return pool.length === 0 || worth < amount_minor || count < units;
}

/** Run an offer; say whether it gave anything. */
function apply(offer: Offer, work: Work): boolean {
  if (!inside(offer.rule.window, work.moment) || !here(offer.rule, work.asked) || excluded(offer, work)) return false;
  if (short(offer.rule, poolOf(offer, work))) return false;
  const touched = new Set<Piece>();
  for (const effect of offer.effects) {
    const pool = poolOf(offer, work);
    const amounts = cut(effect, pool, offer.group.base ?? "reduced");
    const shares = pool.flatMap((piece, at) => take(piece, amounts[at] ?? 0, touched));
    if (shares.length > 0) work.effects.push({ rule: offer.rule.code, stage: offer.stage, kind: effect.kind, shares });
  }
  remember(offer, touched, work);
  return touched.size > 0;
}

function take(piece: Piece, amount: number, touched: Set<Piece>): Taken["shares"] {
  if (amount <= 0) return [];
  const before = piece.taken;
  piece.taken += amount;
  touched.add(piece);
  return [{ line: piece.at, before, after: piece.taken }];
}

/** Remember with what an offer that took something may stand, in the order and on its lines. */
function remember(offer: Offer, touched: ReadonlySet<Piece>, work: Work): void {
  if (touched.size === 0) return;
  const { by_unit = false, excludes = [] } = offer.rule.stacking ?? {};
  work.labels.add(offer.label);
  if (!by_unit) for (const bar of excludes) work.bars.add(bar);
  for (const piece of touched) {
    piece.labels = [...piece.labels, offer.label];
    if (by_unit) piece.bars = [...piece.bars, ...excludes];
  }
}
