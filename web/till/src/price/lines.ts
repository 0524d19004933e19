/** The lines of a basket as the rules see them: their keys, what is taken off, who touched them. */

import { byPoint, type Match, type Offer, type Rule } from "./rules.ts";

/** One line with what the shelf knows of its goods. */
export interface Sold {
  sku: string;
  product: string;
  brand: string;
  categories: readonly string[];
  tags: readonly string[];
  gift: boolean;
  gross_minor: number;
  units: number;
  grams: number;
}

/** A line while rules run over it: what is taken off, and with what it may still stand. */
export interface Piece {
  at: number;
  sold: Sold;
  taken: number;
  entry: number;
  labels: readonly string[];
  bars: readonly string[];
}

const KINDS = ["products", "skus", "brands", "categories", "tags"] as const;

function codesOf(sold: Sold): Record<(typeof KINDS)[number], readonly string[]> {
  return { products: [sold.product], skus: [sold.sku], brands: [sold.brand], categories: sold.categories, tags: sold.tags };
}

function matches(match: Match, sold: Sold): boolean {
  const price = Math.floor(sold.gross_minor / sold.units);
  if (price < (match.price_from_minor ?? 0)) return false;
  if (match.price_to_minor != null && price > match.price_to_minor) return false;
  const own = codesOf(sold);
  return KINDS.every((kind) => {
    const asked = match[kind] ?? [];
    return asked.length === 0 || asked.some((code) => own[kind].includes(code));
  });
}

/** Return whether goods are among those a rule is about. */
export function fits(rule: Rule, sold: Sold): boolean {
  const { include = [], exclude = [] } = rule.scope ?? {};
  if (include.length > 0 && !include.some((match) => matches(match, sold))) return false;
  return !exclude.some((match) => matches(match, sold));
}

function canonical(a: Piece, b: Piece): number {
  const [one, other] = [a.sold, b.sold];
  return (
    byPoint(one.product, other.product) ||
    byPoint(one.sku, other.sku) ||
    one.gross_minor - other.gross_minor ||
    one.units - other.units ||
    one.grams - other.grams
  );
}

/** Lay the lines out in the order in which shares are dealt. */
export function layOut(lines: readonly Sold[]): Piece[] {
  const pieces = lines.map((sold, at): Piece => ({ at, sold, taken: 0, entry: 0, labels: [], bars: [] }));
  return pieces.toSorted(canonical);
}

/** Return whether one of some labels is excluded; `*` excludes any. */
export function conflict(excludes: readonly string[], labels: Iterable<string>): boolean {
  const all = [...labels];
  if (excludes.length === 0 || all.length === 0) return false;
  return excludes.includes("*") || all.some((label) => excludes.includes(label));
}

/** Return whether a line was touched by a rule that an offer may not join there. */
export function barred(offer: Offer, piece: Piece): boolean {
  const { by_unit = false, excludes = [] } = offer.rule.stacking ?? {};
  if (by_unit && conflict(excludes, piece.labels)) return true;
  return piece.bars.includes("*") || piece.bars.includes(offer.label);
}
