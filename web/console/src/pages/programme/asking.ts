/** What a rule of a document may ask: the shop's facts, with the levels, points and coupons of the draft too. */

import type { liuke_domains_programme_values_Fault as Fault } from "@liuke/client/api.ts";
import { digitsOf } from "@liuke/kit/formats.ts";
import type { Asks } from "../../conditions/asks.ts";
import { conditionWords } from "../../conditions/build.words.ts";
import { isTree, rowOf } from "../../conditions/places.ts";
import { isComplete } from "../../conditions/tree.ts";
import type { Fact, Labelled } from "../members/facts.ts";
import { levelsOf, type Doc, type Named, type TierSet } from "./document.ts";
import type { NamedGoods } from "./goods_in.ts";
import { nameOf } from "./tell.ts";

function optionsOf(things: readonly Named[]): Labelled[] {
  return things.map(({ code, name, name_zh }) => ({ value: code, label: name || code, label_zh: name_zh || name || code }));
}

/** Return how many decimals amounts of a draft's books and sets have, as the server says it of those that rule. */
function measured(doc: Doc, currency: string): { book: Labelled[]; set: Labelled[] } {
  const places = new Map((doc.books ?? []).map((book) => [book.code, book.decimals ?? 0]));
  const ofSet = ({ basis }: TierSet) => (basis.kind === "spend" ? digitsOf(currency) : (places.get(basis.book ?? "") ?? 0));
  const sets = new Map((doc.tiers ?? []).map((set) => [set.code, ofSet(set)]));
  const book = optionsOf(doc.books ?? []).map((one) => ({ ...one, decimals: places.get(one.value) ?? 0 }));
  return { book, set: optionsOf(doc.tiers ?? []).map((one) => ({ ...one, decimals: sets.get(one.value) ?? 0 })) };
}

function joined(known: readonly Labelled[], more: readonly Labelled[]): Labelled[] {
  const codes = new Set(known.map((one) => one.value));
  return [...known, ...more.filter((one) => !codes.has(one.value))];
}

type Choices = Record<string, Labelled[]>;

function extended(fact: Fact, choices: Choices, levels: readonly TierSet[]): Fact {
  const values = fact.options_by;
  const own: Choices =
    fact.name === "tier"
      ? Object.fromEntries(levels.map((set) => [set.code, joined(values[set.code] ?? [], optionsOf(set.levels))]))
      : fact.name === "basket.coupons"
        ? { "": joined(values[""] ?? [], choices["template"] ?? []) }
        : {};
  return {
    ...fact,
    arguments: fact.arguments.map((one) => ({ ...one, options: joined(one.options, choices[one.name] ?? []) })),
    options_by: { ...values, ...own },
  };
}

/** Return what rules of a draft may ask: what it declares may be asked before it is published. */
export function askedOf(asks: Asks, doc: Doc, currency: string): Asks {
  const sets = doc.tiers ?? [];
  const choices = { ...measured(doc, currency), template: optionsOf(doc.coupons ?? []) };
  const extend = (facts: readonly Fact[]) => facts.map((fact) => extended(fact, choices, sets));
  return levelsOf(doc).length + Object.values(choices).flat().length === 0 ? asks : { ...asks, facts: extend(asks.facts), own: extend(asks.own) };
}

/** Return what may be asked with names for the goods that a draft names by code. */
export function withGoods(asks: Asks, goods: readonly NamedGoods[]): Asks {
  if (goods.length === 0) return asks;
  const named = goods.map(({ kind, code, name }) => ({ value: `${kind}:${code}`, label: name, label_zh: name }));
  const products = goods.filter((one) => one.kind === "product").map(({ code, name }) => ({ value: code, label: name, label_zh: name }));
  const extend = (fact: Fact): Fact => {
    if (fact.name === "basket.products") return { ...fact, options_by: { "": products } };
    if (!fact.arguments.some((one) => one.name === "goods")) return fact;
    return { ...fact, arguments: fact.arguments.map((one) => ({ ...one, options: joined(one.options, named) })) };
  };
  return { ...asks, facts: asks.facts.map(extend), own: asks.own.map(extend) };
}

const ROW = /^\$\.rules\[(\d+)\]\.when#(.+)$/;

/** Return a fault as people take it: a row that is not filled in yet says just that. */
export function saidOf(fault: Fault, doc: Doc): Fault {
  const [, rule, node] = ROW.exec(fault.path) ?? [];
  const asked = doc.rules?.[Number(rule)];
  const tree: unknown = asked?.when;
  if (!asked || !node || !isTree(tree)) return fault;
  const row = rowOf(tree, node);
  if (!row || isComplete(row)) return fault;
  const { en, zh } = conditionWords;
  return { ...fault, reason: en.unfinishedIn(nameOf(asked, "en")), reason_zh: zh.unfinishedIn(nameOf(asked, "zh-CN")) };
}
