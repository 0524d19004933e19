/** What became of each member of a batch, as a file whose refusals are said in words. */

import { REFUSALS } from "@liuke/client/refusals.ts";
import { call, type Answer } from "@liuke/kit/call.ts";
import { csvOf } from "@liuke/kit/desk/csv.ts";
import type { Language } from "@liuke/kit/words.ts";
import { REFUSED } from "./outcome.ts";

/** Read the results of a batch, a page after the other; ids and codes stand between commas. */
async function linesOf(id: string): Promise<string[]> {
  const lines: string[] = [];
  let after: string | null = null;
  do {
    const page: Answer<"GET /v1/batches/{batch_id}/results"> = await call("GET /v1/batches/{batch_id}/results", {
      path: { batch_id: id },
      query: { limit: 10_000, after },
    });
    lines.push(...page.csv.trim().split(/\r?\n/).slice(1));
    after = page.after ?? null;
  } while (after);
  return lines;
}

/** Return the file: member, why skipped, what became of them, and what a refusal says. */
export async function resultsOf(id: string, head: readonly string[], language: Language): Promise<string> {
  const rows = (await linesOf(id)).map((line) => {
    const [member = "", skipped = "", outcome = ""] = line.split(",");
    const code = outcome.startsWith(REFUSED) ? outcome.slice(REFUSED.length) : "";
    return [member, skipped, outcome, REFUSALS[code]?.[language === "en" ? 1 : 0] ?? ""];
  });
  return csvOf(head, rows);
}
