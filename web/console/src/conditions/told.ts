/** A question as a sentence. */

import { day, type Place } from "@liuke/kit/formats.ts";
import { wordsIn, type Language } from "@liuke/kit/words.ts";
import { labelOf, type Fact, type Facts, type Operation } from "../pages/members/facts.ts";
import { membersWords } from "../pages/members/members.words.ts";
import { factTitle, operatorOf, valueText, type Teller } from "../pages/members/told.ts";
import type { Asks } from "./asks.ts";
import { buildWords } from "./build.words.ts";
import { asFact, figureOf } from "./figures.ts";
import { isGroup, plain, type Deed, type Deeds, type DidRow, type FactRow, type SequenceRow, type Tree, type Where, type Window } from "./tree.ts";

export interface TreeTeller extends Teller {
  words: (typeof buildWords)["zh"];
  facts: Facts;
  deeds: readonly Deed[];
}

function called(deeds: readonly Deed[], event: string, language: Language): string {
  const found = deeds.find((one) => one.name === event);
  return found ? labelOf(found, language) : event;
}

/** How a comparison reads in a sentence: that one of several fits goes without saying. */
function wayOf(op: Operation, kind: string, by: TreeTeller): string {
  const plainly = { in: "=", not_in: "!=" } as const;
  return operatorOf(op in plainly ? plainly[op as keyof typeof plainly] : op, kind, by.say);
}

function comparedText(fact: Fact, args: readonly string[], { op = "=", value = null }: Pick<Where, "op" | "value">, by: TreeTeller): string {
  const way = wayOf(op, fact.kind, by);
  if (op === "known" || op === "unknown") return way;
  const ends = op === "between" && Array.isArray(value) ? value : null;
  const told = ends ? ends.map((one) => valueText(fact, args, one, by)).join(" – ") : valueText(fact, args, value, by);
  return `${way} ${told}`;
}

/** A deed with which of them count: `购买商品（类目 是 茶）`. */
function deedText(of: Deeds, by: TreeTeller): string {
  const fields = by.deeds.find((one) => one.name === of.event)?.fields ?? [];
  const told = (of.where ?? []).map((one) => {
    const field = fields.find((found) => found.name === one.field);
    return field ? `${labelOf(field, by.language)} ${comparedText(asFact(field), [], one, by)}` : one.field;
  });
  const name = called(by.deeds, of.event, by.language);
  return told.length > 0 ? by.words.narrowed(name, told.join(by.words.list)) : name;
}

/** When: `最近 30 天`, `本月`. */
function windowText(window: Window | null | undefined, by: Pick<TreeTeller, "words" | "language">): string {
  const say = by.words;
  if (!window) return "";
  if (window.kind === "days") return say.lastDays(window.last);
  if (window.kind === "hours") return say.lastHours(window.last);
  if (window.kind === "ago") return window.from ? say.daysAgo(window.from, window.to) : say.upToAgo(window.to);
  const on = (date: string | null | undefined) => (date ? day(date, by.language) : say.open);
  if (window.kind === "between") return say.betweenDays(on(window.from), on(window.to));
  return window.back ? say.backN(String(window.back), say[window.unit]) : say.thisOne(say[window.unit]);
}

function didText(row: DidRow, by: TreeTeller): string {
  const agg = row.agg ?? "count";
  const deed = deedText(row, by);
  const when = windowText(row.window, by);
  if (agg === "count" && row.op === ">=" && row.value === 1) return by.words.didOnce(deed, when);
  const compared = figureOf(row, by.deeds, []);
  const figure = [by.words[agg], compared.label && labelOf(compared, by.language)].filter(Boolean).join(" ");
  return by.words.didFigure(deed, when, `${figure} ${comparedText(asFact(compared), [], { op: row.op ?? ">=", value: row.value ?? null }, by)}`);
}

function sequenceText(row: SequenceRow, by: TreeTeller): string {
  const [first, then] = [row.first, row.then].map((one) => [windowText(one.window, by), deedText(one, by)].filter(Boolean).join(" "));
  const within = row.within?.days ? ` ${by.words.inDays(row.within.days)}` : "";
  return `${by.words.first} ${first} ${row.negate ? by.words.never : by.words.after}${within} ${then}`;
}

/** Write a question; a group inside a group stands in brackets. */
export function treeText(node: Tree, by: TreeTeller): string {
  const text = nodeText(node, by, true);
  // Full-width brackets bring their own room.
  return by.language === "en" ? text : text.replaceAll(/ *([（）]) */g, "$1");
}

function nodeText(node: Tree, by: TreeTeller, top = false): string {
  const { inner, negated } = plain(node);
  if (negated) return `${by.words.notSo} ${nodeText(inner, by)}`;
  if (isGroup(inner)) {
    const text = inner.of.map((one) => nodeText(one, by)).join(inner.kind === "all" ? by.words.andThen : ` ${by.say.or} `);
    return top || inner.of.length < 2 ? text : by.words.bracket(text);
  }
  return leafText(inner, by);
}

function factText(row: FactRow, by: TreeTeller): string {
  const fact = by.facts.find((one) => one.name === row.name);
  const args = row.args ?? [];
  return fact ? `${factTitle(fact, args, by.language)} ${comparedText(fact, args, row, by)}` : row.name;
}

function leafText(leaf: Tree, by: TreeTeller): string {
  if (leaf.kind === "fact") return factText(leaf, by);
  if (leaf.kind === "did") return didText(leaf, by);
  if (leaf.kind === "sequence") return sequenceText(leaf, by);
  if (leaf.kind === "bucket") return `${by.words.bucket} ${leaf.from / 100}–${leaf.to / 100}%`;
  return leaf.kind === "segment" ? by.words.inSegment(segmentName(leaf.code, by)) : "";
}

function segmentName(code: string, by: TreeTeller): string {
  const options = by.facts.find((one) => one.name === "segment")?.arguments[0]?.options ?? [];
  const found = options.find((one) => one.value === code);
  return found ? labelOf(found, by.language) : code;
}

export type Known = Pick<Asks, "facts" | "deeds">;

/** Return how a question reads in a language. */
export function sentenceOf(tree: Tree, { facts, deeds }: Known, place: Place, language: Language): string {
  const words = { say: wordsIn(membersWords, language), words: wordsIn(buildWords, language) };
  return treeText(tree, { ...words, place, language, facts, deeds });
}
