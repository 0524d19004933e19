/** What facts are called, and their values as people write them. */

import { day, digitsOf, figure, money, type Place } from "@liuke/kit/formats.ts";
import type { Language } from "@liuke/kit/words.ts";
import { labelOf, type Fact, type Labelled, type Operation } from "./facts.ts";
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
  const dated = kind === "date" || kind === "time" ? ON[op] : undefined;
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

/** Return how many decimals a fact's amounts have: those of the shop's money, of a book, or of a set. */
export function decimalsOf(fact: Fact, args: readonly string[], currency: string): number {
  if (fact.kind === "money") return digitsOf(currency);
  const place = fact.arguments.findIndex((one) => one.name === fact.measured_by);
  return fact.arguments[place]?.options.find((one) => one.value === args[place])?.decimals ?? 0;
}

/** Write one value of a fact. */
export function valueText(fact: Fact, args: readonly string[], value: unknown, by: Teller): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "—";
  if (Array.isArray(value)) return value.map((one) => valueText(fact, args, one, by)).join(by.language === "en" ? ", " : "、");
  if (typeof value === "boolean") return value ? by.say.yes : by.say.no;
  const option = optionsOf(fact, args).find((one) => one.value === String(value));
  if (option) return optionLabel(fact, option, by);
  if (fact.kind === "money") return money(Number(value), by.place.currency);
  if (fact.kind === "date") return day(String(value).slice(0, 10), by.language);
  return fact.kind === "int" ? figure(Number(value), decimalsOf(fact, args, by.place.currency)) : String(value);
}

/** Return what a fact with its arguments is called: `可用积分（星星）`. */
export function factTitle(fact: Fact, args: readonly string[], language: Language): string {
  const parts = fact.arguments.map((argument, at) => {
    const found = argument.options.find((one) => one.value === args[at]);
    return found ? labelOf(found, language) : (args[at] ?? "").replace(/^[a-z]+:/, "");
  });
  const inside = parts.filter(Boolean).join(" ");
  if (!inside) return labelOf(fact, language);
  return language === "en" ? `${labelOf(fact, language)} (${inside})` : `${labelOf(fact, language)}（${inside}）`;
}
