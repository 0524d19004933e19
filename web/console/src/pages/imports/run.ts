/** Rehearse or import the parts of a file one after another, and add up what they say. */

import { call, type Answer, type Given as Sent } from "@liuke/kit/call.ts";
import { Problem } from "@liuke/kit/problem.ts";
import type { Given } from "./table.ts";
import { headless, partsOf } from "./text.ts";

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
  /** The first row is data already: columns go by their place. */
  bare: boolean;
}

export interface Result {
  rows: number;
  taken: number;
  refused: number;
  /** Rows that were in before: nothing was done twice. */
  already: number;
  faults: Fault[];
}

/** Return what goes out one after another; a part says which one it is. */
function bodiesOf(file: Given, { sheet, columns, worksheet, bare }: Wish, group: string) {
  const told = { sheet, columns, worksheet, no_header: bare };
  if ("packed" in file.held) return [{ ...told, file: file.name, packed: file.held.packed }];
  const parts = partsOf(bare ? headless(file.held.table) : file.held.table, group);
  const nameOf = (at: number) => (parts.length > 1 ? `${file.name.slice(0, 180)} (${at + 1} of ${parts.length})` : file.name);
  return parts.map((part, at) => ({ ...told, file: nameOf(at), ...part }));
}

/** Say what importing would do; nothing is kept. */
export async function rehearse(file: Given, wish: Wish): Promise<Outlook> {
  const [first, ...others] = bodiesOf(file, wish, "");
  if (!first) throw new Error("a file that was read has rows");
  const begun = await call("POST /v1/imports/rehearsals", { body: first });
  if (others.length === 0) return begun;
  let whole: Outlook = { ...begun, rows: 0, taken: 0, refused: 0, faults: [] };
  for (const body of bodiesOf(file, wish, begun.columns[wish.group] ?? "")) {
    // oxlint-disable-next-line no-await-in-loop -- parts of one file go in their order
    const found: Outlook = await call("POST /v1/imports/rehearsals", { body });
    whole = added(whole, found);
  }
  return whole;
}

function added(whole: Outlook, part: Outlook): Outlook {
  return {
    ...whole,
    rows: whole.rows + part.rows,
    taken: whole.taken + part.taken,
    refused: whole.refused + part.refused,
    faults: [...whole.faults, ...part.faults],
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

/** Import one part; the very part that an approval was asked for is sent again with it. */
async function importPart(body: Sent<"POST /v1/imports">["body"], approval?: string) {
  try {
    return await call("POST /v1/imports", { body });
  } catch (thrown) {
    const asked = thrown instanceof Problem && thrown.code === "approval_needed" ? thrown.field<string>("approval_id") : undefined;
    if (approval === undefined || asked !== approval) throw thrown;
    return call("POST /v1/imports", { body, approval });
  }
}

/** Import a file, cut as it was rehearsed; tells after each part how far it has come. */
export async function importAll(file: Given, wish: Wish, outlook: Outlook, onPart: (so: Result) => void, approval?: string): Promise<Result> {
  const so: Result = { rows: 0, taken: 0, refused: 0, already: 0, faults: [] };
  for (const body of bodiesOf(file, wish, outlook.columns[wish.group] ?? "")) {
    // oxlint-disable-next-line no-await-in-loop -- parts of one file go in their order
    const made = await importPart(body, approval);
    // oxlint-disable-next-line no-await-in-loop -- parts of one file go in their order
    if (made.refused > 0) so.faults.push(...(await faultsOf(made.id)));
    so.rows += made.rows;
    so.taken += made.taken;
    so.refused += made.refused;
    so.already += made.already ?? 0;
    onPart({ ...so });
  }
  return so;
}
