/** Take one language out of a guide that tells everything in both, Chinese first. */

import type { Language } from "@liuke/kit/words.ts";
import { ITEM, joined } from "./markdown.ts";

const CHINESE = /\p{Script=Han}/gu;
const LATIN = /[A-Za-z]/g;
/** A line is Chinese from this share of its letters on: commands and names stay in their own. */
const SHARE = 0.15;

function isChinese(line: string): boolean {
  const own = line.match(CHINESE)?.length ?? 0;
  return own > 0 && own / (own + (line.match(LATIN)?.length ?? 0)) >= SHARE;
}

/** Both languages on one line: `首页 Home`, `先看待办 · what waits`. */
const PAIRS = [/^(.*?) · (\P{Script=Han}+)$/u, /^([^A-Za-z`]*\p{Script=Han}[^A-Za-z`]*) ([A-Za-z]\P{Script=Han}*)$/u];

/** Return the side of a heading or a cell that is in a language; what is in one only stays. */
function sideOf(text: string, language: Language): string {
  for (const pair of PAIRS) {
    const [, zh, en] = pair.exec(text) ?? [];
    if (zh && en && isChinese(zh)) return language === "en" ? en : zh;
  }
  return text;
}

/** Chinese and English after each other on one line: `挂单，`F8` 退货。`F1` lists the keys.` */
const AFTER = /^(.*[。；]) ?((?:[A-Za-z]|`|\*\*).*)$/;

function halfOf(line: string, language: Language): string | null {
  const [, zh, en] = AFTER.exec(line) ?? [];
  if (!zh || !en || !isChinese(zh) || isChinese(en)) return null;
  return language === "en" ? en : zh;
}

function itemOf(lines: readonly string[], language: Language): string {
  const [, marker = "", text = ""] = /^(- |\d+\. )(.*)$/.exec(joined(lines)) ?? [];
  const half = halfOf(text, language) ?? text;
  const [whole = "", lead = ""] = /^\*\*(.+?)\*\*：/.exec(text) ?? [];
  const named = sideOf(lead, language);
  if (language !== "en") return marker + (lead ? `**${named}**：${half.slice(whole.length)}` : half);
  return marker + (lead && named !== lead && half !== text ? `**${named}**: ${half}` : half);
}

function listOf(lines: readonly string[], language: Language): string[] {
  const items: string[][] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push([line]);
    else items.at(-1)?.push(line);
  }
  return items.map((item) => itemOf(item, language));
}

function rowOf(line: string, language: Language): string {
  return line.split("|").map((cell) => ` ${sideOf(cell.trim(), language)} `).join("|").trim();
}

/** Return the lines of a part that are in a language; where all are in one, all of them. */
function partOf(lines: readonly string[], language: Language): string[] {
  const [first = ""] = lines;
  const heading = /^(#+ +)(.*)$/.exec(first);
  if (heading) return [`${heading[1]}${sideOf(heading[2] ?? "", language)}`, ...lines.slice(1)];
  if (first.startsWith("|")) return lines.map((line) => rowOf(line, language));
  if (ITEM.test(first)) return listOf(lines, language);
  const wanted = language !== "en";
  const kept = lines.flatMap((line) => halfOf(line, language) ?? (isChinese(line) === wanted ? line : []));
  return kept.length > 0 ? kept : [...lines];
}

/** Return a text in one language. */
export function inOne(text: string, language: Language): string {
  const parts = text.split(/\n{2,}/);
  return parts.map((part) => partOf(part.split("\n"), language).join("\n")).join("\n\n");
}
