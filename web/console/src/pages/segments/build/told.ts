/** A question as a sentence. */

import type { Language } from "@liuke/kit/words.ts";
import { labelOf, type Facts } from "../../members/facts.ts";
import { operatorOf, rowText, valueText, type Teller } from "../../members/told.ts";
import type { buildWords } from "./build.words.ts";
import { asFact, figureOf } from "./DeedFields.tsx";
import { isGroup, plain, type Deed, type DidRow, type Tree } from "./tree.ts";

export interface TreeTeller extends Teller {
  words: (typeof buildWords)["zh"];
  facts: Facts;
  deeds: readonly Deed[];
}

function called(deeds: readonly Deed[], event: string, language: Language): string {
  const found = deeds.find((one) => one.name === event);
  return found ? labelOf(found, language) : event;
}

function didText(row: DidRow, by: TreeTeller): string {
  const compared = figureOf(row, by.deeds, []);
  const agg = row.agg ?? "count";
  const parts = [called(by.deeds, row.event, by.language), by.words[agg], compared.label && labelOf(compared, by.language)];
  const value = Array.isArray(row.value) ? row.value : [row.value];
  const told = value.map((one) => valueText(asFact(compared), [], one, by)).join(" – ");
  const window = row.window && `（${by.words[row.window.kind]}${"last" in row.window ? ` ${row.window.last}` : ""}）`;
  return [...parts, operatorOf(row.op ?? ">=", compared.kind, by.say), told, window].filter(Boolean).join(" ");
}

/** Write a question; a group inside a group stands in brackets. */
export function treeText(node: Tree, by: TreeTeller, top = true): string {
  const { inner, negated } = plain(node);
  if (negated) return `${by.words.isNot} ${treeText(inner, by, false)}`;
  if (isGroup(inner)) {
    const text = inner.of.map((one) => treeText(one, by, false)).join(` ${inner.kind === "all" ? by.say.and : by.say.or} `);
    return top ? text : `(${text})`;
  }
  return leafText(inner, by);
}

function leafText(leaf: Tree, by: TreeTeller): string {
  if (leaf.kind === "fact") return rowText({ name: leaf.name, args: leaf.args ?? [], op: leaf.op ?? "=", value: leaf.value ?? null }, by.facts, by);
  if (leaf.kind === "did") return didText(leaf, by);
  if (leaf.kind === "sequence") {
    const [first, then] = [leaf.first, leaf.then].map((one) => called(by.deeds, one.event, by.language));
    return `${by.words.first} ${first} ${leaf.negate ? by.words.never : by.words.after} ${then}`;
  }
  if (leaf.kind === "bucket") return `${by.words.bucket} ${leaf.from / 100}–${leaf.to / 100}%`;
  return leaf.kind === "segment" ? `${by.words.segment} ${leaf.code}` : "";
}
