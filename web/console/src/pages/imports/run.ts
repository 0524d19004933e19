/** Rehearse or import the parts of a file one after another, and add up what they say. */

import { call, type Answer } from "@liuke/kit/call.ts";
import type { Given } from "./table.ts";

export type Outlook = Answer<"POST /v1/imports/rehearsals">;
export type Fault = Outlook["faults"][number];
type Mapping = Record<string, string>;

export interface Result {
  rows: number;
  taken: number;
  refused: number;
  faults: Fault[];
}

/** Move the rows of a later part to where they stand in the whole file. */
function shifted(faults: readonly Fault[], before: number): Fault[] {
  return faults.map((one) => ({ ...one, line: one.line + before }));
}

/** Say what importing would do; nothing is kept. */
export async function rehearse(sheet: string, file: Given, columns: Mapping): Promise<Outlook> {
  let whole: Outlook | null = null;
  for (const part of file.parts) {
    // oxlint-disable-next-line no-await-in-loop -- parts of one file go in their order
    const found: Outlook = await call("POST /v1/imports/rehearsals", { body: { sheet, file: file.name, columns, ...part } });
    whole = whole === null ? found : added(whole, found);
  }
  return whole ?? { rows: 0, taken: 0, refused: 0, columns: {}, ignored: [], faults: [] };
}

function added(whole: Outlook, part: Outlook): Outlook {
  return {
    ...whole,
    rows: whole.rows + part.rows,
    taken: whole.taken + part.taken,
    refused: whole.refused + part.refused,
    faults: [...whole.faults, ...shifted(part.faults, whole.rows)],
  };
}

/** Return every fault of an import. */
async function faultsOf(importId: string, before: number): Promise<Fault[]> {
  const faults: Fault[] = [];
  let after: string | null | undefined;
  do {
    const query = { limit: 200, ...(after ? { after } : {}) };
    // oxlint-disable-next-line no-await-in-loop -- a page names the next one
    const page: Answer<"GET /v1/imports/{import_id}/faults"> = await call("GET /v1/imports/{import_id}/faults", { path: { import_id: importId }, query });
    faults.push(...page.items);
    after = page.after;
  } while (after);
  return shifted(faults, before);
}

/** Import a file; tells after each part how far it has come. */
export async function importAll(sheet: string, file: Given, columns: Mapping, onPart: (so: Result) => void): Promise<Result> {
  const so: Result = { rows: 0, taken: 0, refused: 0, faults: [] };
  for (const part of file.parts) {
    const body = { sheet, file: file.name, columns, ...part };
    // oxlint-disable-next-line no-await-in-loop -- parts of one file go in their order
    const made = await call("POST /v1/imports", { body });
    // oxlint-disable-next-line no-await-in-loop -- parts of one file go in their order
    if (made.refused > 0) so.faults.push(...(await faultsOf(made.id, so.rows)));
    so.rows += made.rows;
    so.taken += made.taken;
    so.refused += made.refused;
    onPart({ ...so });
  }
  return so;
}

/** Return every fault of an import that was made earlier. */
export async function pastFaults(importId: string): Promise<Fault[]> {
  return faultsOf(importId, 0);
}
