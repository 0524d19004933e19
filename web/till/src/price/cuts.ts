/** What one effect takes off which lines: whole minor units, rounded as the server rounds. */

import type { Piece } from "./lines.ts";
import type { Effect, Group, Step } from "./rules.ts";

/** An amount for each of some lines, at the same place. */
type Amounts = number[];
type Base = NonNullable<Group["base"]>;

/** Multiply and divide, rounded half up; exact however large. */
function halfUp(a: number, b: number, by: number): number {
  return Number((2n * BigInt(a) * BigInt(b) + BigInt(by)) / (2n * BigInt(by)));
}

const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0);

/** Split a whole in proportion to weights by the largest remainder; ties go to the earlier part. */
function allocate(total: number, weights: readonly number[]): Amounts {
  const whole = BigInt(sum(weights));
  if (whole === 0n) return allocate(total, weights.map(() => 1));
  const shares = weights.map((weight) => BigInt(total) * BigInt(weight));
  const parts = shares.map((share) => Number(share / whole));
  const left = total - sum(parts);
  const byRest = shares.map((share, at) => ({ rest: share % whole, at }));
  byRest.sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1));
  for (const { at } of byRest.slice(0, left)) parts[at] = (parts[at] ?? 0) + 1;
  return parts;
}

/** Return what is left to pay for a line. */
export function valueOf(piece: Piece): number {
  return piece.sold.gross_minor - piece.taken;
}

function worthOf(piece: Piece, base: Base): number {
  if (base === "list") return piece.sold.gross_minor;
  return piece.sold.gross_minor - (base === "initial" ? piece.entry : piece.taken);
}

function shared(wanted: number, worths: readonly number[]): Amounts {
  const amount = Math.min(wanted, sum(worths));
  return amount <= 0 ? worths.map(() => 0) : allocate(amount, worths);
}

function atMost(amounts: Amounts, most: number | null | undefined): Amounts {
  if (most == null || sum(amounts) <= most) return amounts;
  return allocate(most, amounts);
}

function above(piece: Piece, price: number): number {
  const { grams, units } = piece.sold;
  return Math.max(valueOf(piece) - (grams > 0 ? halfUp(price, grams, 1000) : price * units), 0);
}

/** Return a share taken off every unit of a line, each rounded half up. */
function unitShare(worth: number, units: number, bp: number): number {
  const low = Math.floor(worth / units);
  const dearer = worth % units;
  return halfUp(low + 1, bp, 10_000) * dearer + halfUp(low, bp, 10_000) * (units - dearer);
}

/** Return what an effect takes off each line of its pool, never more than is left of it. */
export function cut(effect: Effect, pool: readonly Piece[], base: Base): Amounts {
  const worths = pool.map((piece) => worthOf(piece, base));
  const wanted = wants(effect, pool, worths);
  const kept = wanted.map((amount, at) => Math.max(Math.min(amount, pool[at] ? valueOf(pool[at]) : 0), 0));
  const full = base === "reduced" ? kept : inFull(kept, amountOf(effect, pool, worths), pool);
  return "cap_minor" in effect ? atMost(full, effect.cap_minor) : full;
}

/** Return the amount an effect gives in all, whichever lines bear it; nothing of a share. */
function amountOf(effect: Effect, pool: readonly Piece[], worths: readonly number[]): number {
  if (effect.kind === "amount_off") return effect.per === "unit" || effect.per === "line" ? 0 : effect.off_minor;
  if (effect.kind !== "threshold_off") return 0;
  const reached = climbed(effect, counted(effect, pool, worths));
  if (reached.some(([step]) => step.off_bp)) return 0;
  return sum(reached.map(([step, times]) => reward(step, times, sum(worths))));
}

/** Let lines that can bear more take what others could not. */
function inFull(kept: Amounts, amount: number, pool: readonly Piece[]): Amounts {
  const left = pool.map((piece, at) => valueOf(piece) - (kept[at] ?? 0));
  const more = Math.min(amount - sum(kept), sum(left));
  if (more <= 0) return kept;
  const parts = allocate(more, left);
  return kept.map((one, at) => one + (parts[at] ?? 0));
}

function counted(effect: Effect & { kind: "threshold_off" }, pool: readonly Piece[], worths: readonly number[]): number {
  return effect.basis === "quantity" ? sum(pool.map((one) => one.sold.units)) : sum(worths);
}

function wants(effect: Effect, pool: readonly Piece[], worths: readonly number[]): Amounts {
  switch (effect.kind) {
    case "percent_off":
      if (effect.per === "unit") return pool.map((one, at) => unitShare(worths[at] ?? 0, one.sold.units, effect.off_bp));
      if (effect.per === "line") return worths.map((worth) => Math.min(halfUp(worth, effect.off_bp, 10_000), worth));
      return shared(halfUp(sum(worths), effect.off_bp, 10_000), worths);
    case "amount_off":
      if (effect.per === "unit") return pool.map((one) => effect.off_minor * one.sold.units);
      if (effect.per === "line") return worths.map((worth) => Math.min(effect.off_minor, worth));
      return shared(effect.off_minor, worths);
    case "fixed_price":
      return pool.map((piece) => above(piece, effect.price_minor));
    case "price_list":
      return pool.map((piece) => {
        const price = effect.prices[piece.sold.sku] ?? effect.prices[piece.sold.product];
        return price === undefined ? 0 : above(piece, price);
      });
    case "threshold_off": {
      const reached = climbed(effect, counted(effect, pool, worths));
      return shared(sum(reached.map(([step, times]) => reward(step, times, sum(worths)))), worths);
    }
  }
}

/** Return the rungs reached and how often, highest first. */
function climbed(effect: Effect & { kind: "threshold_off" }, have: number): [Step, number][] {
  const rungs = effect.steps.toSorted((a, b) => b.at - a.at);
  if (!effect.every) return rungs.filter((step) => step.at <= have).slice(0, 1).map((step) => [step, 1]);
  let left = effect.times_max ?? have;
  let rest = have;
  const reached: [Step, number][] = [];
  for (const step of rungs) {
    const times = Math.min(Math.floor(rest / step.at), left);
    if (times <= 0) continue;
    reached.push([step, times]);
    rest -= times * step.at;
    left -= times;
  }
  return reached;
}

function reward(step: Step, times: number, worth: number): number {
  return (step.off_minor ?? 0) * times + (step.off_bp ? halfUp(worth, step.off_bp, 10_000) : 0);
}
