/** The members behind a figure of Home: who bought in its days, asked as its figure counts them. */

import type { Tree } from "../../conditions/tree.ts";

/** Orders that were not called off. */
const SOLD = ["paid", "shipped", "received"];

interface Asked {
  /** The code of one store; none is all of them. */
  store?: string;
  /** On how many days at least. */
  days?: number;
}

/** Return the address of the members who bought in some days, both ends included. */
export function buyersPath(since: string, until: string, { store = "", days = 1 }: Asked): string {
  const there = store ? [{ field: "store", op: "=" as const, value: store }] : [];
  const bought: Tree = {
    kind: "did",
    event: "order",
    where: [{ field: "state", op: "in", value: SOLD }, ...there],
    ...(days > 1 ? { agg: "distinct", field: "day" } : { agg: "count" }),
    op: ">=",
    value: days,
    window: { kind: "between", from: since, to: until },
  };
  return `/members?where=${encodeURIComponent(JSON.stringify({ kind: "all", of: [bought] }))}`;
}
