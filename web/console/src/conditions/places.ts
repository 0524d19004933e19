/** Where the rows of a question stand: the server names nodes, the builder places. */

import { conditionWords } from "./build.words.ts";
import type { Fault } from "./RowNote.tsx";
import { isComplete, isGroup, opened, type Tree } from "./tree.ts";

/** Return faults named by the place of their row; the builder lays a group around a bare row. */
function placed(tree: Tree, faults: readonly Fault[]): Fault[] {
  const places = new Map<string, string>();
  const walk = (node: Tree, path: string, place: string): void => {
    places.set(node.id || path, place);
    if (isGroup(node)) node.of.forEach((one, at) => walk(one, `${path}.${at}`, `${place}.${at}`));
    else if (node.kind === "not") walk(node.of, `${path}.0`, `${place}.0`);
  };
  walk(tree, "0", isGroup(tree) ? "0" : "0.0");
  return faults.map((fault) => ({ ...fault, node: places.get(fault.node) ?? "0" }));
}

/** Return the row that a fault of the server names; undefined where there is none. */
export function rowOf(tree: Tree, named: string, path = "0"): Tree | undefined {
  if ((tree.id || path) === named) return tree;
  if (tree.kind === "not") return rowOf(tree.of, named, `${path}.0`);
  if (!isGroup(tree)) return undefined;
  return tree.of.map((one, at) => rowOf(one, named, `${path}.${at}`)).find(Boolean);
}

/** Return the places of rows that do not say anything complete yet. */
function unfinished(node: Tree, place = "0"): string[] {
  if (isGroup(node)) return node.of.flatMap((one, at) => unfinished(one, `${place}.${at}`));
  if (node.kind === "not") return unfinished(node.of, `${place}.0`);
  return isComplete(node) ? [] : [place];
}

/** Return what is wrong, row by row: what is not filled in says so, whatever else the server found there. */
export function faultsOf(tree: Tree, faults: readonly Fault[]): Fault[] {
  const waits = unfinished(opened(tree));
  const { en, zh } = conditionWords;
  const own = waits.map((node) => ({ node, reason: en.unfinished, reason_zh: zh.unfinished }));
  return [...own, ...placed(tree, faults).filter((one) => !waits.includes(one.node))];
}

type Loose = Record<string, unknown>;

const SHAPES: Record<string, (node: Loose) => boolean> = {
  all: ({ of }) => Array.isArray(of) && of.every(isTree),
  any: ({ of }) => Array.isArray(of) && of.every(isTree),
  not: ({ of }) => isTree(of),
  fact: ({ name }) => typeof name === "string",
  did: ({ event }) => typeof event === "string",
  sequence: ({ first, then }) => [first, then].every((one) => isLoose(one) && typeof one["event"] === "string"),
  segment: ({ code }) => typeof code === "string",
  bucket: ({ salt, from, to }) => typeof salt === "string" && typeof from === "number" && typeof to === "number",
};

function isLoose(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tell whether what somebody typed has the shape of a question, so that it can be told. */
export function isTree(value: unknown): value is Tree {
  return isLoose(value) && SHAPES[String(value["kind"])]?.(value) === true;
}
