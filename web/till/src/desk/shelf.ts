/** The goods and rules this device keeps: found at once, with or without a network. */

import type { Answer } from "@liuke/kit/call.ts";
import { unitOf, type Unit } from "@liuke/kit/formats.ts";
import type { Group, Rule, Ruling } from "../price/rules.ts";
import { Cell } from "./cell.ts";
import { allOf, put } from "./kept.ts";
import { ask } from "./line.ts";

type Snapshot = Answer<"GET /till/snapshots">;
export type KeptGood = Snapshot["goods"][number];
export type Good = Pick<KeptGood, "sku" | "name" | "barcode" | "weighed" | "price_minor">;
const PAGE = 5_000;

export interface Named {
  name: string;
  name_zh: string;
}
export interface Payable {
  book: string;
  points: number;
  worth_minor: number;
  step: number;
}
interface Head {
  name: "snapshot";
  store: string;
  revisions: string[];
  as_of: string;
  valid_until: string;
  time_zone: string;
  names: Record<string, Named>;
  /** What each book of points is counted in. */
  units: Record<string, Unit>;
  payable: Payable[];
  rulings: Ruling[];
}
export interface Kept {
  goods: Map<string, KeptGood>;
  barcodes: Map<string, KeptGood>;
  head: Head | null;
}

const NOTHING: Kept = { goods: new Map(), barcodes: new Map(), head: null };
export const shelf = new Cell<Kept>(NOTHING);

function show(goods: KeptGood[], head: Head | null): void {
  shelf.set({
    goods: new Map(goods.map((good) => [good.sku, good])),
    barcodes: new Map(goods.flatMap((good) => (good.barcode ? [[good.barcode, good] as const] : []))),
    head,
  });
}

let opened: Promise<void> | null = null;

/** Show what was kept before. */
export function openShelf(): Promise<void> {
  opened ??= Promise.all([allOf<KeptGood>("goods"), allOf<Head>("heads")]).then(([goods, [head]]) => {
    // What an older build kept lacks what this one sells by: it is fetched anew.
    if (head && "units" in head) show(goods, head);
  });
  return opened;
}

/** Fetch what a store sells and by which rules, page by page; what did not change is not sent. */
export async function stockShelf(store: string): Promise<void> {
  await openShelf().catch(() => undefined);
  if (shelf.value.head?.store !== store) shelf.set(NOTHING);
  const before = shelf.value.head;
  const same = before === null ? null : await pagesOf(store, before.revisions);
  if (before !== null && same?.every((page) => page.unchanged) && same[0]) {
    const { as_of, valid_until } = same[0];
    const head = { ...before, as_of, valid_until };
    await put("heads", [head], true);
    return show([...shelf.value.goods.values()], head);
  }
  // Something changed: all is fetched, so that goods and rules are of one moment.
  const pages = await pagesOf(store, []);
  const goods = pages.flatMap((page) => page.goods);
  const head = headOf(store, pages);
  await put("goods", goods, true);
  await put("heads", [head], true);
  show(goods, head);
}

/** Fetch the pages; those whose revision is known come empty, and after a changed one it ends. */
async function pagesOf(store: string, known: readonly string[]): Promise<Snapshot[]> {
  const pages: Snapshot[] = [];
  let after: string | null = null;
  do {
    const revision: string = known[pages.length] ?? "";
    const page: Snapshot = await ask("GET /till/snapshots", { query: { store, known: revision, limit: PAGE, after } });
    pages.push(page);
    // Rules and their names are on the first page: they need not wait for all the goods.
    if (!page.unchanged && pages.length === 1) shelf.set({ ...shelf.value, head: headOf(store, pages) });
    if (known.length > 0 && !page.unchanged) break;
    after = page.after;
  } while (after !== null);
  return pages;
}

function headOf(store: string, pages: readonly Snapshot[]): Head {
  const [first] = pages;
  if (first === undefined) throw new Error("a snapshot has at least one page");
  return {
    name: "snapshot",
    store,
    revisions: pages.map((page) => page.revision),
    as_of: first.as_of,
    valid_until: first.valid_until,
    time_zone: first.time_zone,
    names: namesOf(first),
    units: Object.fromEntries(itemsOf(first, "books").map((book) => [book.code ?? "", unitOf(book)])),
    payable: payableOf(first),
    rulings: first.rules.map(rulingOf),
  };
}

function rulingOf({ programme, effective_from, pilot, pilot_until, document }: Snapshot["rules"][number]): Ruling {
  const rules = (document["rules"] as Rule[] | undefined) ?? [];
  const groups = (document["groups"] as Group[] | undefined) ?? [];
  return { programme, effective_from, pilot, pilot_until, rules, groups };
}

type Items = { code?: string; name?: string; name_zh?: string; name_one?: string; decimals?: number; payable?: boolean; pay_step?: number; effects?: Record<string, unknown>[] }[];

function itemsOf(snapshot: Snapshot, kind: string): Items {
  const now = Date.now();
  const ruling = snapshot.rules.filter((rule) => Date.parse(rule.effective_from) <= now);
  return ruling.flatMap((rule) => (rule.document[kind] as Items | undefined) ?? []);
}

function namesOf(snapshot: Snapshot): Record<string, Named> {
  const all = ["rules", "coupons", "books"].flatMap((kind) => itemsOf(snapshot, kind));
  const sets = itemsOf(snapshot, "tiers").map((set) => ({ ...set, code: `tier:${set.code}` }));
  const pairs = [...all, ...sets].map(({ code = "", name = code, name_zh = "" }) => {
    return [code, { name, name_zh: name_zh || name }] as const;
  });
  return Object.fromEntries(pairs);
}

function payableOf(snapshot: Snapshot): Payable[] {
  const paying = itemsOf(snapshot, "books").filter((book) => book.payable);
  const steps = new Map(paying.map((book) => [book.code, book.pay_step ?? 1]));
  const effects = itemsOf(snapshot, "rules").flatMap((rule) => rule.effects ?? []);
  return effects
    .filter((effect) => effect["kind"] === "pay_with_points" && steps.has(String(effect["book"])))
    .map((effect) => ({
      book: String(effect["book"]),
      points: Number(effect["points"] ?? 1),
      worth_minor: Number(effect["worth_minor"] ?? 1),
      // Of a rule that names a step of its own it is a multiple of the book's.
      step: Math.max(Number(effect["step_points"] ?? 1), steps.get(String(effect["book"])) ?? 1),
    }));
}

/** Return the good whose code or barcode this is exactly. */
export function goodOf(code: string): Good | null {
  return shelf.value.barcodes.get(code) ?? shelf.value.goods.get(code) ?? null;
}

/** Return goods whose code begins or whose name contains a text, at most `most`. */
export function goodsLike(text: string, most = 8): Good[] {
  const asked = text.toLowerCase();
  const found: Good[] = [];
  for (const good of shelf.value.goods.values()) {
    if (good.sku.toLowerCase().startsWith(asked) || good.name.toLowerCase().includes(asked)) found.push(good);
    if (found.length === most) break;
  }
  return found;
}

/** Return what a rule, coupon or book is called; a code without a name stays itself. */
export function namedIn(names: Record<string, Named> | undefined, code: string, language: string): string {
  const named = names?.[code];
  return named ? (language === "en" ? named.name : named.name_zh) : code;
}
