/** Text of a file: decoded, told apart into records, cut into parts that a request takes. */

export interface CsvRecord {
  text: string;
  /** The line of the file on which it begins. */
  line: number;
}

export interface Table {
  /** What names the columns; null where the first row is data already. */
  head: CsvRecord | null;
  records: readonly CsvRecord[];
  delimiter: string;
}

export interface Part {
  /** How many lines further down the part stands in the file. */
  before: number;
  content: string;
}

const DELIMITERS = [",", "\t", ";", "|"];
const ROWS = 2_000;
/** A request takes a million bytes, of which its other fields need some. */
const BYTES = 900_000;

/** Return the first line where text that is UTF-8 for the most part is broken; 0 for another encoding. */
function damageOf(bytes: Uint8Array): number {
  const text = new TextDecoder("utf-8").decode(bytes);
  const lost = text.split("\uFFFD").length - 1;
  const sound = text.length - text.replace(/[\u0800-\uFFFC]+/g, "").length;
  return sound > lost ? text.slice(0, text.indexOf("\uFFFD")).split("\n").length : 0;
}

function decodedAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

/** Decode UTF-8, UTF-16 with its mark, or the encoding of Chinese spreadsheets; else the line that is broken, 0 for all. */
export function decoded(bytes: Uint8Array): string | number {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  if (marked) return decodedAs(marked, bytes) ?? 0;
  const plain = decodedAs("utf-8", bytes);
  if (plain !== null) return plain;
  const line = damageOf(bytes);
  return line > 0 ? line : (decodedAs("gb18030", bytes) ?? 0);
}

/** Cut text into records; a line break inside quotes belongs to its cell, a quote inside a cell is one. */
export function recordsOf(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let [start, line, began, quoted, fresh] = [0, 1, 1, false, true];
  for (let at = 0; at < text.length; at += 1) {
    const found = text[at];
    const ends = found === "\n" || (found === "\r" && text[at + 1] !== "\n");
    if (ends) line += 1;
    if (quoted) {
      if (found === '"' && text[at + 1] === '"') at += 1;
      else if (found === '"') quoted = false;
    } else if (ends) {
      records.push({ text: text.slice(start, at).replace(/\r$/, ""), line: began });
      [start, began, fresh] = [at + 1, line, true];
    } else {
      quoted = fresh && found === '"';
      fresh = found === delimiter;
    }
  }
  if (start < text.length) records.push({ text: text.slice(start), line: began });
  return records;
}

/** Return the cells of a record. */
export function cellsOf(record: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < record.length; at += 1) {
    const found = record[at] ?? "";
    if (quoted && found === '"' && record[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (found === '"' && (quoted || cell === "")) quoted = !quoted;
    else if (found === delimiter && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += found;
  }
  return [...cells, cell];
}

function isBlank(record: CsvRecord, delimiter: string): boolean {
  return record.text.split(delimiter).every((cell) => cell.replace(/"/g, "").trim() === "");
}

/** Read text as a table: the head is the first line that is not blank; null without one. */
export function tableOf(text: string): Table | null {
  const first = text.split(/[\r\n]/).find((line) => line.replace(/[,;|\s]/g, "") !== "") ?? "";
  const delimiter = DELIMITERS.reduce((best, one) => (first.split(one).length > first.split(best).length ? one : best));
  const [head, ...records] = recordsOf(text, delimiter).filter((one) => !isBlank(one, delimiter));
  return head ? { head, records, delimiter } : null;
}

/** Return a table whose first row is data: its columns go by their place. */
export function headless({ head, records, delimiter }: Table): Table {
  return { head: null, records: head ? [head, ...records] : records, delimiter };
}

/** Return what a column is called by its place, as spreadsheets do: 0 is A, 26 is AA. */
export function letterOf(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : letterOf(Math.floor(place / 26) - 1) + last;
}

function columnsOf({ head, records, delimiter }: Table): string[] {
  const first = cellsOf((head ?? records[0])?.text ?? "", delimiter);
  return head ? first : first.map((_, place) => letterOf(place));
}

/** Cut a table into parts with the head repeated; rows alike in the column of a group stay in one. */
export function partsOf(table: Table, group: string): Part[] {
  const { head, records, delimiter } = table;
  const place = group ? columnsOf(table).indexOf(group) : -1;
  const keyOf = (one: CsvRecord) => (place < 0 ? "" : (cellsOf(one.text, delimiter)[place] ?? "").trim());
  const parts: Part[] = [];
  let from = 0;
  while (from < records.length) {
    const full = endOf(records, from, head ? bytesOf(head) : 0);
    const next = records[full];
    const begins = next && keyOf(next) ? records.findLastIndex((one, at) => at < full && keyOf(one) !== keyOf(next)) + 1 : full;
    const end = begins > from ? begins : full;
    parts.push(partOf(head, records.slice(from, end)));
    from = end;
  }
  return parts;
}

/** Return where a part has to end at the latest. */
function endOf(records: readonly CsvRecord[], from: number, begins: number): number {
  let size = begins;
  for (let end = from; end < records.length && end - from < ROWS; end += 1) {
    size += bytesOf(records[end] as CsvRecord);
    if (size > BYTES && end > from) return end;
  }
  return Math.min(from + ROWS, records.length);
}

/** Return how many bytes of a request a record takes. */
function bytesOf(one: CsvRecord): number {
  return new TextEncoder().encode(JSON.stringify(one.text)).length;
}

/** Return records below the head, each on its line as seen from the first of them. */
function partOf(head: CsvRecord | null, records: readonly CsvRecord[]): Part {
  const above = head ? linesOf(head.text) : 0;
  const before = (records[0]?.line ?? 0) - above - 1;
  let content = head?.text ?? "";
  let at = above;
  for (const one of records) {
    const line = one.line - before;
    content += "\n".repeat(Math.max(at > 0 ? 1 : 0, line - Math.max(at, 1))) + one.text;
    at = line + linesOf(one.text) - 1;
  }
  return { before, content };
}

function linesOf(text: string): number {
  return text.split(/\r\n|\r|\n/).length;
}
