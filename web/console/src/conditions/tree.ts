/** A question about members as a tree: its nodes, their places, and what is still missing. */

import type { Given } from "@liuke/kit/call.ts";
import type { Answer } from "@liuke/kit/call.ts";
import type { Fact } from "../pages/members/facts.ts";
import type { Asks } from "./asks.ts";

export type Tree = Given<"POST /v1/segments/sizes">["body"]["tree"];
export type Kind = Tree["kind"];
type Of<K extends Kind> = Extract<Tree, { kind: K }>;
export type Group = Of<"all"> | Of<"any">;
export type FactRow = Of<"fact">;
export type DidRow = Of<"did">;
export type SequenceRow = Of<"sequence">;
export type Deeds = SequenceRow["first"];
export type Where = NonNullable<DidRow["where"]>[number];
export type Window = NonNullable<DidRow["window"]>;
export type Deed = Answer<"GET /v1/deeds">[number];
export type Field = Deed["fields"][number];

export const EVERYBODY: Group = { kind: "all", of: [] };

export function isGroup(node: Tree): node is Group {
  return node.kind === "all" || node.kind === "any";
}

/** Return a tree whose root is a group, without names that the server gave to places. */
export function opened(tree: Tree | null): Group {
  const bare = tree === null ? EVERYBODY : stripped(tree);
  return isGroup(bare) ? bare : { kind: "all", of: [bare] };
}

function stripped(node: Tree): Tree {
  const { id: _, ...rest } = node;
  const bare = rest as Tree;
  if (isGroup(bare)) return { ...bare, of: bare.of.map(stripped) };
  return bare.kind === "not" ? { ...bare, of: stripped(bare.of) } : bare;
}

/** Return a node without its "not", and whether it had one. */
export function plain(node: Tree): { inner: Tree; negated: boolean } {
  return node.kind === "not" ? { inner: node.of, negated: true } : { inner: node, negated: false };
}

/** Return a node with or without a "not". */
export function turned(inner: Tree, negated: boolean): Tree {
  return negated ? { kind: "not", of: inner } : inner;
}

export function blankFact(fact: Fact): FactRow {
  return {
    kind: "fact",
    name: fact.name,
    args: fact.arguments.flatMap((one) => (one.name === "goods" ? [] : [one.options[0]?.value ?? ""])),
    op: fact.operators[0]?.op ?? "=",
    value: fact.kind === "bool" ? true : null,
  };
}

/** Return a new row of a kind, as far as it can be filled in. */
export function blank(kind: string, { facts, deeds }: Pick<Asks, "facts" | "deeds">): Tree {
  const event = deeds.find((one) => one.name === "order")?.name ?? deeds[0]?.name ?? "";
  if (kind === "did") return { kind: "did", event, agg: "count", op: ">=", value: 1, window: { kind: "days", last: 30 } };
  // oxlint-disable-next-line unicorn/no-thenable -- the name of the second deed; nobody awaits it
  if (kind === "sequence") return { kind: "sequence", first: { event }, then: { event }, within: { days: 30 } };
  if (kind === "segment") return { kind: "segment", code: "" };
  if (kind === "bucket") return { kind: "bucket", salt: "share", from: 0, to: 1000 };
  if (kind === "any") return { kind: "any", of: [] };
  const named = (name: string) => facts.find((one) => one.name === name);
  const fact = named("basket.amount") ?? named("orders.count") ?? facts[0];
  return fact ? blankFact(fact) : EVERYBODY;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0 || value.some(isEmpty);
  return value === null || value === undefined || value === "";
}

function isFilled({ op, value }: { op?: string | undefined; value?: unknown }): boolean {
  return op === "known" || op === "unknown" || !isEmpty(value);
}

function areFilled(deeds: { event: string; where?: Where[] | undefined }): boolean {
  return deeds.event !== "" && (deeds.where ?? []).every(isFilled);
}

/** Return whether every row says something complete. */
export function isComplete(node: Tree): boolean {
  if (isGroup(node)) return node.of.every(isComplete);
  if (node.kind === "not") return isComplete(node.of);
  if (node.kind === "fact") return isFilled(node) && (node.args ?? []).every((one) => one !== "" && !one.endsWith(":"));
  if (node.kind === "did") return areFilled(node) && isFilled(node) && (node.agg === "count" || node.agg === "last" || Boolean(node.field));
  if (node.kind === "sequence") return areFilled(node.first) && areFilled(node.then);
  return node.kind === "segment" ? node.code !== "" : true;
}

/** Write a question for the address of the page; everybody is nothing to write. */
export function writtenTree(tree: Group): string | null {
  return tree.of.length === 0 ? null : JSON.stringify(tree);
}

/** Read a question from the address; what cannot be read is everybody. */
export function readTree(text: string): Group {
  try {
    const found: unknown = JSON.parse(text || "null");
    if (Array.isArray(found)) return rowsOf(found as unknown[]);
    return isNode(found) ? opened(found) : EVERYBODY;
  } catch {
    return EVERYBODY;
  }
}

/** Read the short form of an address that somebody kept: `["all", ["tag", [], "has", "vip"]]`. */
function rowsOf([how, ...rows]: unknown[]): Group {
  const of = rows.map((row) => {
    const [name, args, op, value] = row as [string, string[], FactRow["op"], FactRow["value"]];
    return { kind: "fact" as const, name, args, ...(op ? { op } : {}), value: value ?? null };
  });
  return { kind: how === "any" ? "any" : "all", of };
}

function isNode(found: unknown): found is Tree {
  return typeof found === "object" && found !== null && "kind" in found;
}
