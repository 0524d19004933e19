/** Weigh what a surface makes a browser fetch, gzipped; a surface over its budget is not built. */

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

interface Chunk {
  file: string;
  src?: string;
  isEntry?: boolean;
  isDynamicEntry?: boolean;
  imports?: string[];
  css?: string[];
}

interface Budget {
  /** What the first page fetches besides the entry. */
  opens: readonly string[];
  first: number;
  style: number;
  /** What any other page may weigh over the first, entry and all: it may be the one opened first. */
  more: number;
}

/** In kB of 1,000 bytes; a chart comes with the page that draws it and is weighed by nobody. */
const BUDGETS: Readonly<Record<string, Budget>> = {
  member: { opens: ["src/pages/join/Join.tsx"], first: 170, style: 25, more: 0 },
  console: { opens: ["src/pages/home/Home.tsx"], first: 480, style: 25, more: 60 },
  // All of it comes at once, so that it is there when the line is cut.
  till: { opens: [], first: 300, style: 25, more: 0 },
};
const PAGE = /^src\/pages\//;

type Manifest = Record<string, Chunk>;

/** Return a line that says what a built surface weighs; throws when it is over its budget. */
export function weigh(folder: string, surface: string): string {
  const budget = BUDGETS[surface];
  if (!budget) return `${surface}: no budget`;
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  const first = reached(manifest, [...entries, ...budget.opens]);
  const pages = Object.keys(manifest).filter((key) => manifest[key]?.isDynamicEntry && PAGE.test(key));
  const opened = pages.map((page) => {
    const weighed = weight(folder, [...reached(manifest, [...entries, page])], ".js");
    return { page, weighed };
  });
  opened.sort((one, other) => other.weighed - one.weighed);
  const [script, style] = [weight(folder, [...first], ".js"), weight(folder, [...first], ".css")];
  const over = [
    ...(script > budget.first ? [`script ${script.toFixed(1)} of ${budget.first} kB`] : []),
    ...(style > budget.style ? [`style ${style.toFixed(1)} of ${budget.style} kB`] : []),
    ...opened
      .filter(({ weighed }) => weighed > budget.first + budget.more)
      .map(({ page, weighed }) => `${page} ${weighed.toFixed(1)} of ${budget.first + budget.more} kB`),
  ];
  if (over.length > 0) throw new Error(`${surface} is over its budget: ${over.join("; ")}`);
  const heaviest = opened[0] ? `, at most ${opened[0].weighed.toFixed(1)} kB (${opened[0].page})` : "";
  return `${surface}: first page ${script.toFixed(1)} kB script, ${style.toFixed(1)} kB style${heaviest}`;
}

/** Files that chunks bring with them, through every import that does not wait. */
function reached(manifest: Manifest, keys: readonly string[], seen = new Set<string>()): Set<string> {
  for (const key of keys) {
    const chunk = manifest[key];
    if (!chunk || seen.has(chunk.file)) continue;
    seen.add(chunk.file);
    for (const style of chunk.css ?? []) seen.add(style);
    reached(manifest, chunk.imports ?? [], seen);
  }
  return seen;
}

function weight(folder: string, files: readonly string[], ending: string): number {
  const kept = files.filter((file) => file.endsWith(ending));
  return kept.reduce((sum, file) => sum + statSync(join(folder, `${file}.gz`)).size, 0) / 1000;
}
