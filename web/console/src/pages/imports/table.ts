/** Read a file that a person chose: as text in any of the usual encodings, or packed. */

import { decoded, tableOf, type Table } from "./text.ts";

export interface Given {
  /** Another one for each choice, also of a file that has the same name. */
  key: string;
  name: string;
  /** Rows of text; 0 where only the server can count them. */
  rows: number;
  /** What holds the rows: text, or a workbook as it came. */
  held: { table: Table } | { packed: string };
}

export type Unfit = "tooLarge" | "emptyFile" | "unreadable" | { rows: number } | { damaged: number };

const ROWS_MAX = 20_000;
const PACKED_MAX = 500_000;
/** How files begin that are no text: what they are is for the server to say. */
const PACKED = new Set(["PK\u0003\u0004", "PAR1", "\u00D0\u00CF\u0011\u00E0", "\u001F\u008B", "%PDF", "<htm", "<HTM", "<tab", "<TAB", "<!DO", "<!do", "<?xm"]);

/** Read a CSV, a workbook or Parquet; how it does not fit otherwise. */
export async function readFile(file: File): Promise<Given | Unfit> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const begins = String.fromCharCode(...bytes.subarray(0, 4));
  const key = crypto.randomUUID();
  if (PACKED.has(begins)) {
    if (bytes.byteLength > PACKED_MAX) return "tooLarge";
    return { key, name: file.name, rows: 0, held: { packed: base64(bytes) } };
  }
  const text = decoded(bytes);
  if (typeof text === "number") return text > 0 ? { damaged: text } : "unreadable";
  const table = tableOf(text);
  if (table === null || table.records.length === 0) return "emptyFile";
  if (table.records.length > ROWS_MAX) return { rows: table.records.length };
  return { key, name: file.name, rows: table.records.length, held: { table } };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
