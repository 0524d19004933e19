/** What can be asked about a member. */

import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import type { Language } from "@liuke/kit/words.ts";

export type Facts = Answer<"GET /v1/facts">;
export type Fact = Facts[number];
export type Operation = Fact["operators"][number]["op"];
type Value = string | number | boolean | (string | number | boolean)[] | null;

export interface Labelled {
  value: string;
  label: string;
  label_zh: string;
  /** Of a book or a set: how many decimals its amounts have. */
  decimals?: number;
}

/** One row of the builder: a fact, its arguments, how it is compared, and with what. */
export interface Row {
  name: string;
  args: string[];
  op: Operation;
  value: Value;
}

/** Ask what conditions may ask. */
export function useFacts(enabled = true) {
  return useAsk("GET /v1/facts", {}, { staleTime: 300_000, enabled });
}

/** Return a label in the language of the page. */
export function labelOf(one: { label: string; label_zh: string }, language: Language): string {
  return language === "en" ? one.label : one.label_zh;
}

/** Return the address of the members that conditions fit. */
export function listPath(...rows: Row[]): string {
  const of = rows.map((row) => ({ kind: "fact", ...row }));
  return `/members?where=${encodeURIComponent(JSON.stringify({ kind: "all", of }))}`;
}
