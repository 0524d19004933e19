/** What a report's page asks: its address as parameters, and what it is compared with. */

import { laterBy } from "@liuke/kit/formats.ts";
import type { Answer } from "@liuke/kit/call.ts";

export type Catalogue = Answer<"GET /v1/reports">;
export type Report = Catalogue["reports"][number];
export type Parameter = Report["parameters"][number];
export type ReportAnswer = Answer<"POST /v1/reports/{code}">;
export type Column = ReportAnswer["columns"][number];
export type Cell = ReportAnswer["rows"][number][number];
export type Point = Record<string, Cell>;
export interface Asking {
  parameters: Record<string, string | number>;
  store_ids: string[];
}

const DAY = 86_400_000;
/** In an address: the point is of what is compared with. */
export const EARLIER = "earlier";

/** Return the question that an address asks. */
export function askingOf(report: Report, get: (name: string) => string): Asking {
  const parameters: Record<string, string | number> = {};
  for (const one of report.parameters) {
    const said = get(one.name);
    if (!said || one.kind === "stores") continue;
    const number = one.kind === "money" || one.kind === "number";
    parameters[one.name] = number ? Number(said) : said;
  }
  return { parameters, store_ids: get("stores").split(",").filter(Boolean) };
}

/** Return what an answered question is compared with; null when there is nothing to compare. */
export function comparedOf(asking: Asking, answer: ReportAnswer | undefined, how: string, against: string): Asking | null {
  const since = answer?.parameters["since_on"];
  const until = answer?.parameters["until_on"];
  if (how === "store") return against ? { ...asking, store_ids: [against] } : null;
  if (typeof since !== "string" || typeof until !== "string") return null;
  const length = Math.round((Date.parse(until) - Date.parse(since)) / DAY) + 1;
  // A year is 52 weeks, so that the same week-days are compared.
  const back = how === "before" ? length : how === "year" ? 364 : 0;
  if (back === 0) return null;
  const parameters = { ...asking.parameters, since_on: laterBy(since, -back), until_on: laterBy(until, -back) };
  return { ...asking, parameters };
}

/** Return the point of a report that a row is; what the row leaves out may be anything. */
export function pointOf(report: Report, row: Readonly<Record<string, Cell>>): Point {
  const point: Point = {};
  for (const name of report.drill) if (name in row) point[name] = row[name] ?? null;
  return point;
}

/** Read a point from an address; what is none is nothing. */
export function pointFrom(text: string): Point | null {
  try {
    const found: unknown = JSON.parse(text);
    return found !== null && typeof found === "object" ? (found as Point) : null;
  } catch {
    return null;
  }
}
