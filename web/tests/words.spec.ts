/** The words of every page: both languages, no forbidden phrase, no key that nobody says. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { read, spansOf, type Block } from "../console/src/pages/help/markdown.ts";
import { inOne } from "../console/src/pages/help/one_language.ts";

const WEB = join(import.meta.dirname, "..");
const SURFACES = ["kit", "console", "till", "member"];
const FORBIDDEN = /系统异常|未知错误|操作失败|成功！|！|亲，|successfully|Oops/i;
const EMPTY_LABELS = new Set(["确定", "提交", "操作", "OK", "Submit", "Operate"]);
/** The word that switches to Chinese is Chinese in English too. */
const SWITCH = new Set(["中文", "中文（简体）"]);
const HAN = /\p{Script=Han}/u;
/** Chinese beside Latin or digits without a space; not before %, ° or inside dates. */
const TIGHT = /\p{Script=Han}[A-Za-z0-9¥$]|[A-Za-z0-9]\p{Script=Han}/u;
const DATES = /\d+\s?[年月日]\s?(\d+\s?[月日]\s?)*/gu;

function* filesOf(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

interface Catalogue {
  zh: Record<string, unknown>;
  en: Record<string, unknown>;
}

const FILES = SURFACES.flatMap((surface) => [...filesOf(join(WEB, surface, "src"))]);
const CATALOGUES = FILES.filter((path) => path.endsWith(".words.ts"));

function saidBy(word: unknown): string {
  if (typeof word === "string") return word;
  return typeof word === "function" ? String(word(...Array.from({ length: word.length }, () => "□"))) : "";
}

async function catalogues(): Promise<[string, string, Catalogue][]> {
  const found = await Promise.all(CATALOGUES.map(async (path) => [path, await import(path)] as const));
  return found.flatMap(([path, module]) =>
    Object.entries(module as Record<string, Catalogue>)
      .filter(([, made]) => typeof made === "object" && "zh" in made && "en" in made)
      .map(([name, made]): [string, string, Catalogue] => [relative(WEB, path), name, made]),
  );
}

test("every word stands in Chinese and English, as this house speaks", async () => {
  const wrong: string[] = [];
  for (const [path, name, { zh, en }] of await catalogues()) {
    for (const key of Object.keys(zh)) {
      const [chinese, english] = [saidBy(zh[key]), saidBy(en[key])];
      const where = `${path} ${name}.${key}`;
      if (zh[key] === "" || en[key] === "") wrong.push(`${where}: empty`);
      if (HAN.test(english) && !SWITCH.has(english)) wrong.push(`${where}: Chinese in English`);
      for (const said of [chinese, english]) {
        if (FORBIDDEN.test(said) || EMPTY_LABELS.has(said)) wrong.push(`${where}: forbidden “${said}”`);
      }
      if (TIGHT.test(chinese.replace(DATES, ""))) wrong.push(`${where}: no space in “${chinese}”`);
    }
  }
  assert.deepEqual(wrong, []);
});

/** Words that end on s and are no plural. */
const SINGLE = new Set(["gives", "loses", "rules", "ms", "has", "is", "was", "as", "this", "less"]);

test("one of a thing is told in the singular", async () => {
  const wrong: string[] = [];
  for (const [path, name, { en }] of await catalogues()) {
    for (const [key, word] of Object.entries(en)) {
      if (typeof word !== "function") continue;
      // A word takes its figures as numbers or as text; either may know its one.
      const told = [1, "1"].map((one) => String((word as (...all: unknown[]) => string)(...Array.from({ length: word.length }, () => one))));
      const slips = (text: string) => [...text.matchAll(/(?<![\w.])1 (?:(?:more|new|usable|coupon|programme) )?([a-z]+s)\b/g)].some(([, noun]) => !SINGLE.has(noun ?? ""));
      if (told.every(slips)) wrong.push(`${path} ${name}.${key}: ${told[1]}`);
    }
  }
  assert.deepEqual(wrong, []);
});

/** The server's own code, file by file. */
function serverCode(): string[] {
  const folder = join(WEB, "../src/liuke");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".py"));
  return files.map((path) => readFileSync(join(folder, path), "utf8"));
}

test("every daily job has words", async () => {
  const { jobWords } = (await import("../console/src/pages/jobs/jobs.words.ts")) as { jobWords: { zh: object } };
  const daily = serverCode().flatMap((text) => [...text.matchAll(/^@daily\(\s*"([a-z]+\.[a-z_]+)"/gm)].map(([, name]) => name ?? ""));
  assert.ok(daily.length > 8, "jobs are found by how they are declared");
  assert.deepEqual(daily.filter((name) => !(name in jobWords.zh)), []);
});

test("every act that is recorded has words", async () => {
  const { actWords } = (await import("../console/src/pages/audit/audit.words.ts")) as { actWords: { zh: object } };
  const recorded = serverCode()
    .filter((text) => text.includes("audit"))
    .flatMap((text) => [...text.matchAll(/"([a-z]+\.(?:[a-z]+_)*(?:[a-z]+ed|set|made|taken|taken_off|signed_in|withdrawn|undone))"/g)].map(([, act]) => act ?? ""));
  assert.ok(recorded.length > 30, "acts are found by how they are named");
  assert.deepEqual([...new Set(recorded)].filter((act) => !(act in actWords.zh)), []);
});

test("no key stands that no page says", async () => {
  const code = new Map(FILES.map((path) => [relative(WEB, path), readFileSync(path, "utf8")] as const));
  const idle: string[] = [];
  for (const [path, name, { zh }] of await catalogues()) {
    const users = [...code].filter(([user, text]) => user !== path && text.includes(name));
    const text = users.map(([, said]) => said).join("");
    // Words for the codes of the server are said by their code: say[state].
    if (/\b\w+\[/.test(text)) continue;
    for (const key of Object.keys(zh)) if (!text.includes(`.${key}`)) idle.push(`${path} ${name}.${key}`);
  }
  assert.deepEqual(idle, []);
});

test("no page says Chinese that is not in a catalogue", () => {
  const spoken = FILES.filter((path) => !path.endsWith(".words.ts") && !path.endsWith("formats.ts"))
    .flatMap((path) =>
      readFileSync(path, "utf8")
        .split("\n")
        .map((line, at) => [relative(WEB, path), at + 1, line] as const),
    )
    .filter(([, , line]) => HAN.test(line) && !/^\s*(\/\/|\/?\*)/.test(line));
  assert.deepEqual(
    spoken.map(([path, at, line]) => `${path}:${at} ${line.trim()}`),
    [],
  );
});

/** What a part of a guide says, without its code. */
function toldIn(block: Block): string[] {
  if (block.kind === "code") return [];
  if (block.kind === "list") return block.items;
  return block.kind === "table" ? [...block.head, ...block.rows.flat()] : [block.text];
}

test("every guide reads without a mark left over, and in one language where it has both", () => {
  const folder = join(WEB, "../docs/guide");
  const textOf = (name: string) => readFileSync(join(folder, name), "utf8");
  for (const name of readdirSync(folder)) {
    const plain = read(textOf(name)).flatMap(toldIn).flatMap(spansOf).flatMap((one) => (one.kind === "plain" ? one.text : []));
    assert.deepEqual(plain.filter((text) => /\*\*|\]\(|`|^\|/.test(text)), [], name);
  }
  for (const name of ["console.md", "counter.md", "member-pages.md"]) {
    const said = (language: "en" | "zh-CN") => read(inOne(textOf(name), language)).flatMap(toldIn);
    assert.deepEqual(said("en").filter((text) => HAN.test(text)), [], name);
    assert.deepEqual(said("zh-CN").filter((text) => !HAN.test(text)), [], name);
  }
});
