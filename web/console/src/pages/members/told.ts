/** A condition as a sentence, and a fact's value as people write it. */

import { count, day, money, type Place } from "@liuke/kit/formats.ts";
import type { Language } from "@liuke/kit/words.ts";
import { labelOf, type Fact, type Facts, type Labelled, type Operation, type Row } from "./facts.ts";
import type { membersWords } from "./members.words.ts";

type Say = (typeof membersWords)["zh"];

export interface Teller {
  say: Say;
  place: Place;
  language: Language;
}

const ON: Partial<Record<Operation, "before" | "until" | "after" | "since">> = {
  "<": "before",
  "<=": "until",
  ">": "after",
  ">=": "since",
};

/** Return how an operator reads for a kind of fact. */
export function operatorOf(op: Operation, kind: string, say: Say): string {
  const dated = kind === "date" ? ON[op] : undefined;
  return say[dated ?? op];
}

/** Return what may be chosen as a fact's value, given its first argument. */
export function optionsOf(fact: Fact, args: readonly string[]): Labelled[] {
  return fact.options_by[args[0] ?? ""] ?? [];
}

/** Return what an option is called; states have words of ours. */
export function optionLabel(fact: Fact, one: Labelled, by: Teller): string {
  if (fact.name === "member.state" && one.value in by.say) return String(by.say[one.value as keyof Say]);
  return labelOf(one, by.language);
}

/** Write one value of a fact. */
export function valueText(fact: Fact, args: readonly string[], value: unknown, by: Teller): string {
  if (value === null || value === undefined || value === "") return "—";
  if (Array.isArray(value)) return value.map((one) => valueText(fact, args, one, by)).join(by.language === "en" ? ", " : "、");
  if (typeof value === "boolean") return value ? by.say.yes : by.say.no;
  if (fact.kind === "money") return money(Number(value), by.place.currency);
  if (fact.kind === "date") return day(String(value).slice(0, 10), by.language);
  if (fact.kind === "int") return count(Number(value));
  const option = optionsOf(fact, args).find((one) => one.value === value);
  return option ? optionLabel(fact, option, by) : String(value);
}

/** Return what a fact with its arguments is called: `可用积分（星星）`. */
export function factTitle(fact: Fact, args: readonly string[], language: Language): string {
  const parts = fact.arguments.map((argument, at) => {
    const found = argument.options.find((one) => one.value === args[at]);
    return found ? labelOf(found, language) : (args[at] ?? "");
  });
  const inside = parts.filter(Boolean).join(" ");
  if (!inside) return labelOf(fact, language);
  return language === "en" ? `${labelOf(fact, language)} (${inside})` : `${labelOf(fact, language)}（${inside}）`;
}

/** Write one row as a sentence. */
export function rowText(row: Row, facts: Facts, by: Teller): string {
  const fact = facts.find((one) => one.name === row.name);
  if (!fact) return row.name;
  const parts = [factTitle(fact, row.args, by.language), operatorOf(row.op, fact.kind, by.say)];
  if (row.op !== "known" && row.op !== "unknown") {
    const list = Array.isArray(row.value) && row.op === "between" ? row.value : null;
    parts.push(list ? list.map((one) => valueText(fact, row.args, one, by)).join(" – ") : valueText(fact, row.args, row.value, by));
  }
  return parts.join(" ");
}
