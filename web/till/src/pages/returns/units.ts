/** Units of an order: what each one paid, which came back, and which are picked. */

import type { Given } from "@liuke/kit/call.ts";
import type { OrderPage } from "../../slip/slip.ts";

type Units = Given<"POST /till/orders/{order_id}/returns">["body"]["units"][number];

export interface Unit {
  line: number;
  at: number;
  paid_minor: number;
  returned: boolean;
}

function bears(share: number, count: number, at: number): number {
  // Each amount is the difference of two cumulative ones, so that all units add up to the line's.
  return Math.floor((share * (at + 1)) / count) - Math.floor((share * at) / count);
}

/** Return the units of one line with what each paid, as near as the line tells. */
export function unitsOf(page: OrderPage, line: number): Unit[] {
  const row = page.lines[line];
  if (!row) return [];
  const back = page.returns.flatMap((past) => past.units).filter((span) => span.line === row.line);
  return Array.from({ length: row.units }, (_, at) => ({
    line: row.line,
    at,
    paid_minor: bears(row.due_minor, row.units, at),
    returned: back.some((span) => at >= span.start && at < span.start + (span.count ?? 1)),
  }));
}

/** Return the name of a unit among those picked. */
export function keyOf(unit: Pick<Unit, "line" | "at">): string {
  return `${unit.line}.${unit.at}`;
}

/** Return picked units as ranges, neighbours together. */
export function rangesOf(picked: readonly Unit[]): Units[] {
  const ranges: { line: number; start: number; count: number }[] = [];
  for (const unit of picked.toSorted((a, b) => a.line - b.line || a.at - b.at)) {
    const last = ranges.at(-1);
    if (last && last.line === unit.line && last.start + last.count === unit.at) last.count += 1;
    else ranges.push({ line: unit.line, start: unit.at, count: 1 });
  }
  return ranges;
}
