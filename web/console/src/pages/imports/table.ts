/** Read a file that a person chose: as text in any of the usual encodings, or packed. */

export interface Given {
  name: string;
  rows: number;
  /** Parts of at most 2,000 rows, the head repeated; or one packed workbook. */
  parts: readonly ({ content: string } | { packed: string })[];
}

export type Unfit = "tooLarge" | "emptyFile" | { rows: number };

const ROWS = 2_000;
const ROWS_MAX = 20_000;
const CHARACTERS = 850_000;
const PACKED_MAX = 500_000;

/** Decode UTF-8, or the encoding of Chinese spreadsheets. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** Cut text into records; a line break inside quotes belongs to its cell. */
export function recordsOf(text: string): string[] {
  const records: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const found = text[at];
    if (found === '"') quoted = !quoted;
    else if (found === "\n" && !quoted) {
      records.push(text.slice(start, at).replace(/\r$/, ""));
      start = at + 1;
    }
  }
  if (start < text.length) records.push(text.slice(start).replace(/\r$/, ""));
  return records;
}

function partsOf(head: string, records: readonly string[]): { content: string }[] {
  const parts: { content: string }[] = [];
  let lines: string[] = [];
  let size = head.length;
  for (const record of records) {
    if (lines.length === ROWS || size + record.length > CHARACTERS) {
      parts.push({ content: [head, ...lines].join("\n") });
      lines = [];
      size = head.length;
    }
    lines.push(record);
    size += record.length + 1;
  }
  if (lines.length > 0) parts.push({ content: [head, ...lines].join("\n") });
  return parts;
}

/** Read a CSV or a workbook; how it does not fit otherwise. */
export async function readFile(file: File): Promise<Given | Unfit> {
  const bytes = await file.arrayBuffer();
  if (!/\.(csv|tsv|txt)$/i.test(file.name)) {
    if (bytes.byteLength > PACKED_MAX) return "tooLarge";
    return { name: file.name, rows: 0, parts: [{ packed: base64(new Uint8Array(bytes)) }] };
  }
  const [head = "", ...records] = recordsOf(decoded(bytes).replace(/^\uFEFF/, ""));
  const filled = records.filter((one) => one.trim() !== "");
  if (filled.length === 0) return "emptyFile";
  if (filled.length > ROWS_MAX) return { rows: filled.length };
  return { name: file.name, rows: filled.length, parts: partsOf(head, records) };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
