/** Rehearse or import the parts of a file one after another, and add up what they say. */

import { call, type Answer } from "@liuke/kit/call.ts";
import type { Given } from "./table.ts";
import { partsOf, type Part } from "./text.ts";

export type Outlook = Answer<"POST /v1/imports/rehearsals">;
export type Fault = Outlook["faults"][number];

/** What a person decided about a file. */
export interface Wish {
  sheet: string;
  /** The column of ours whose rows stand together. */
  group: string;
  /** Column of the file to ours. */
  columns: Record<string, string>;
  worksheet: string;
}

export interface Result {
  rows: number;
  taken: number;
  refused: number;
  /** Rows that were in before: nothing was done twice. */
  already: number;
  faults: Fault[];
}

type Piece = Part | { before: number; packed: string };

/** Move what is said of a later part to where it stands in the whole file. */
function shifted(faults: readonly Fault[], before: number): Fault[] {
  return faults.map((one) => ({ ...one, line: one.line + before }));
}

function piecesOf(file: Given, group: string): Piece[] {
  return "table" in file.held ? partsOf(file.held.table, group) : [{ before: 0, packed: file.held.packed }];
}

function bodyOf(file: Given, { sheet, columns, worksheet }: Wish, piece: Piece) {
  const held = "packed" in piece ? { packed: piece.packed } : { content: piece.content };
  return { sheet, file: file.name, columns, worksheet, ...held };
}

/** Say what importing would do; nothing is kept. */
export async function rehearse(file: Given, wish: Wish): Promise<Outlook> {
  const [first, ...others] = piecesOf(file, "");
  const begun = await call("POST /v1/imports/rehearsals", { body: bodyOf(file, wish, first as Piece) });
  let whole: Outlook = { ...begun, faults: shifted(begun.faults, first?.before ?? 0) };
  if (others.length === 0) return whole;
  whole = { ...whole, rows: 0, taken: 0, refused: 0, faults: [] };
  for (const piece of piecesOf(file, begun.columns[wish.group] ?? "")) {
    // oxlint-disable-next-line no-await-in-loop -- parts of one file go in their order
    const found: Outlook = await call("POST /v1/imports/rehearsals", { body: bodyOf(file, wish, piece) });
    whole = added(whole, found, piece.before);
  }
  return whole;
}

function added(whole: Outlook, part: Outlook, before: number): Outlook {
  return {
    ...whole,
    rows: whole.rows + part.rows,
    taken: whole.taken + part.taken,
    refused: whole.refused + part.refused,
    faults: [...whole.faults, ...shifted(part.faults, before)],
  };
}

/** Return every fault of an import. */
export async function faultsOf(importId: string): Promise<Fault[]> {
  const faults: Fault[] = [];
  let after: string | null | undefined;
  do {
    const query = { limit: 200, ...(after ? { after } : {}) };
    // oxlint-disable-next-line no-await-in-loop -- a page names the next one
    const page: Answer<"GET /v1/imports/{import_id}/faults"> = await call("GET /v1/imports/{import_id}/faults", { path: { import_id: importId }, query });
    faults.push(...page.items);
    after = page.after;
  } while (after);
  return faults;
}

/** Import a file, cut as it was rehearsed; tells after each part how far it has come. */
export async function importAll(file: Given, wish: Wish, outlook: Outlook, onPart: (so: Result) => void): Promise<Result> {
  const so: Result = { rows: 0, taken: 0, refused: 0, already: 0, faults: [] };
  for (const piece of piecesOf(file, outlook.columns[wish.group] ?? "")) {
    // oxlint-disable-next-line no-await-in-loop -- parts of one file go in their order
    const made = await call("POST /v1/imports", { body: bodyOf(file, wish, piece) });
    // oxlint-disable-next-line no-await-in-loop -- parts of one file go in their order
    if (made.refused > 0) so.faults.push(...shifted(await faultsOf(made.id), piece.before));
    so.rows += made.rows;
    so.taken += made.taken;
    so.refused += made.refused;
    so.already += made.already ?? 0;
    onPart({ ...so });
  }
  return so;
}
