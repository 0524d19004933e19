/** Numbers of the basket and of members by their address: `points.balance(stars)`. */

import type { Language } from "@liuke/kit/words.ts";
import type { Fact, Facts } from "../pages/members/facts.ts";
import { decimalsOf, factTitle } from "../pages/members/told.ts";
import type { Asks } from "./asks.ts";

export interface Numbered {
  title: string;
  money: boolean;
  decimals: number;
}

/** Return the address of a fact. */
export function addressOf(name: string, args: readonly string[]): string {
  return args.length > 0 ? `${name}(${args.join(",")})` : name;
}

/** Return the name and the arguments of an address. */
export function partsOf(address: string): { name: string; args: string[] } {
  const [name = "", inside] = address.replace(/\)$/, "").split(/\((.*)/s);
  return { name, args: inside ? inside.split(",") : [] };
}

/** Return the facts that are numbers of the basket or of members; the moment has none that stages go by. */
export function numbersOf({ facts, own }: Pick<Asks, "facts" | "own">): Fact[] {
  const moment = new Set(own.filter((one) => !one.name.startsWith("basket.")).map((one) => one.name));
  return facts.filter((one) => (one.kind === "int" || one.kind === "money") && !moment.has(one.name));
}

/** Return what the number at an address is called; null where it is not known. */
export function numberAt(address: string, facts: Facts, language: Language, currency: string): Numbered | null {
  const { name, args } = partsOf(address);
  const fact = facts.find((one) => one.name === name);
  if (!fact) return null;
  return { title: factTitle(fact, args, language), money: fact.kind === "money", decimals: decimalsOf(fact, args, currency) };
}
