/** What can be asked about a member, and conditions made of it. */

import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer, Given } from "@liuke/kit/call.ts";
import type { Language } from "@liuke/kit/words.ts";

export type Facts = Answer<"GET /v1/facts">;
export type Fact = Facts[number];
export type Operation = Fact["operators"][number]["op"];
export type Condition = NonNullable<Given<"POST /v1/members/counts">["body"]["where"]>;
type Value = string | number | boolean | (string | number | boolean)[] | null;

export interface Labelled {
  value: string;
  label: string;
  label_zh: string;
}

/** One row of the builder: a fact, its arguments, how it is compared, and with what. */
export interface Row {
  name: string;
  args: string[];
  op: Operation;
  value: Value;
}

export interface Wish {
  every: boolean;
  rows: Row[];
}

/** Ask what conditions may ask. */
export function useFacts() {
  return useAsk("GET /v1/facts", {}, { staleTime: 300_000 });
}

/** Return a label in the language of the page. */
export function labelOf(one: { label: string; label_zh: string }, language: Language): string {
  return language === "en" ? one.label : one.label_zh;
}

/** Return the condition that rows mean; none fits everybody. */
export function conditionOf(wish: Wish): Condition | undefined {
  const of = wish.rows.map((row) => ({ kind: "fact" as const, name: row.name, args: row.args, op: row.op,
                                       value: row.op === "known" || row.op === "unknown" ? null : row.value }));
  if (of.length === 0) return undefined;
  if (of.length === 1 && of[0]) return of[0];
  return { kind: wish.every ? "all" : "any", of };
}

/** Write rows for the address of the page. */
export function written(wish: Wish): string | null {
  if (wish.rows.length === 0) return null;
  const rows = wish.rows.map(({ name, args, op, value }) => [name, args, op, value]);
  return JSON.stringify([wish.every ? "all" : "any", ...rows]);
}

function rowOf(given: unknown): Row[] {
  if (!Array.isArray(given)) return [];
  const [name, args, op, value] = given as unknown[];
  if (typeof name !== "string" || !Array.isArray(args) || typeof op !== "string") return [];
  return [{ name, args: args.map(String), op: op as Operation, value: value as Value }];
}

/** Read rows from the address; what cannot be read is no condition. */
export function readWish(text: string): Wish {
  try {
    const found: unknown = JSON.parse(text || "[]");
    if (!Array.isArray(found)) return { every: true, rows: [] };
    const [how, ...rows] = found as unknown[];
    return { every: how !== "any", rows: rows.flatMap(rowOf) };
  } catch {
    return { every: true, rows: [] };
  }
}

/** Return the address of the members that conditions fit. */
export function listPath(...rows: Row[]): string {
  return `/members?where=${encodeURIComponent(written({ every: true, rows }) ?? "")}`;
}
