/** What the figure of a row of deeds is compared as. */

import type { Fact } from "../pages/members/facts.ts";
import type { Deed, DidRow, Field } from "./tree.ts";

/** A field of a deed as the value box of a fact takes it. */
export function asFact(field: Pick<Field, "name" | "kind" | "label" | "label_zh" | "operators" | "options">): Fact {
  return { ...field, arguments: [], options_by: { "": field.options } };
}

const NUMBERED = { label: "", label_zh: "", options: [] };

/** What the figure of a row of deeds is compared as. */
export function figureOf(row: DidRow, deeds: readonly Deed[], numbers: Fact["operators"]): Field {
  const field = deeds.find((one) => one.name === row.event)?.fields.find((one) => one.name === row.field);
  if (row.agg === "count" || row.agg === "distinct") return { ...NUMBERED, name: "count", kind: "int", operators: numbers };
  if (row.agg === "last" && !field) return { ...NUMBERED, name: "date", kind: "date", operators: numbers };
  return field ?? { ...NUMBERED, name: "sum", kind: "int", operators: numbers };
}
