/** Write what a table shows as a file that a spreadsheet opens as text and figures. */

import { save } from "../save.ts";

const FIGURE = /^[-+]?\d[\d,]*(\.\d+)?%?$/;

/** Quote a cell; what a spreadsheet would run as a formula is text. */
function cell(value: string): string {
  const plain = value.replace(/−/g, "-").replace(/^—$/, "");
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(plain) && !FIGURE.test(plain) ? `'${plain}` : plain;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** Return rows as CSV, the head first. */
export function csvOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

/** Save a text; CSV with the mark by which a spreadsheet knows its encoding. */
export function download(name: string, content: string, type = "text/csv;charset=utf-8"): void {
  const mark = type.startsWith("text/csv") ? "\uFEFF" : "";
  save(name, new Blob([mark, content], { type }));
}
