/** Read the Markdown that the guides are written in: headings, paragraphs, lists, tables and code. */

export type Block =
  | { kind: "heading"; level: number; text: string }
  | { kind: "code"; text: string }
  | { kind: "list"; ordered: boolean; items: string[] }
  | { kind: "table"; head: string[]; rows: string[][] }
  | { kind: "text"; text: string };

export type Span =
  | { kind: "plain" | "code"; text: string }
  | { kind: "strong" | "soft"; spans: Span[] }
  | { kind: "link"; to: string; spans: Span[] };

const FENCE = "```";
/** How an item of a list begins. */
export const ITEM = /^(-|\d+\.) +(.*)$/;
/** A Chinese letter or mark: lines of these are joined without a space. */
const WIDE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;

/** A picture, of what is on the screen itself, or the way to the same guide in the other language. */
const ASIDE = /^!?\[[^\]]*\]\([^)]*\.(md|png)\)$/;

/** Put lines of one paragraph together. */
export function joined(lines: readonly string[]): string {
  return lines.reduce((text, line) => {
    const next = line.trim();
    const apart = text !== "" && !(WIDE.test(text.slice(-1)) && WIDE.test(next.slice(0, 1)));
    return text + (apart ? " " : "") + next;
  }, "");
}

function cellsOf(line: string): string[] {
  return line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function tableOf(lines: readonly string[]): Block {
  const [head = "", , ...rows] = lines;
  return { kind: "table", head: cellsOf(head), rows: rows.map(cellsOf) };
}

function listOf(lines: readonly string[]): Block {
  const items: string[][] = [];
  for (const line of lines) {
    const found = ITEM.exec(line);
    if (found) items.push([found[2] ?? ""]);
    else items.at(-1)?.push(line);
  }
  return { kind: "list", ordered: /^\d/.test(lines[0] ?? ""), items: items.map(joined) };
}

/** Return what lines without an empty one between them are. */
function blocksOf(lines: readonly string[]): Block[] {
  const [first = "", ...rest] = lines;
  const heading = /^(#+) +(.*)$/.exec(first);
  if (heading) {
    const block: Block = { kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" };
    return rest.length > 0 ? [block, ...blocksOf(rest)] : [block];
  }
  if (first.startsWith("|")) return [tableOf(lines)];
  if (ITEM.test(first)) return [listOf(lines)];
  const item = lines.findIndex((line) => line.startsWith("- "));
  if (item > 0) return [...blocksOf(lines.slice(0, item)), listOf(lines.slice(item))];
  const text = joined(lines);
  return ASIDE.test(text) ? [] : [{ kind: "text", text }];
}

/** Return the parts of a text, in their order. */
export function read(text: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let code: string[] | null = null;
  const end = () => {
    if (lines.length > 0) blocks.push(...blocksOf(lines));
    lines = [];
  };
  for (const line of text.split("\n")) {
    if (line.startsWith(FENCE)) {
      end();
      if (code) blocks.push({ kind: "code", text: code.join("\n") });
      code = code ? null : [];
    } else if (code) code.push(line);
    else if (line.trim() === "") end();
    else lines.push(line);
  }
  end();
  return blocks;
}

const MARKED = /`([^`]+)`|!\[[^\]]*\]\([^)]*\)|\[([^\]]+)\]\(([^)]+)\)|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*/g;

/** Return the spans of a line; a picture is none, the pages themselves are beside the text. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const found of text.matchAll(MARKED)) {
    const [whole, code, label, to, strong, soft] = found;
    if (found.index > at) spans.push({ kind: "plain", text: text.slice(at, found.index) });
    at = found.index + whole.length;
    if (code) spans.push({ kind: "code", text: code });
    else if (label && to) spans.push({ kind: "link", to, spans: spansOf(label) });
    else if (strong) spans.push({ kind: "strong", spans: spansOf(strong) });
    else if (soft) spans.push({ kind: "soft", spans: spansOf(soft) });
  }
  if (at < text.length) spans.push({ kind: "plain", text: text.slice(at) });
  return spans;
}
