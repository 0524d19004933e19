/** Goods of the catalogue by code: what they are called, and finding them. */

import { useAsk } from "@liuke/kit/ask.ts";
import { call, type Answer } from "@liuke/kit/call.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { problemOf } from "@liuke/kit/problem.ts";
import { useQueries } from "@tanstack/react-query";
import { useRested } from "./rested.ts";

/** `either` is a SKU, or a product where no SKU has the code. */
export type GoodsKind = "category" | "brand" | "product" | "sku" | "tag" | "either";

export interface Good {
  code: string;
  /** Empty where the catalogue has none. */
  name: string;
  state: "sold" | "retired" | "missing";
}

type Item = Answer<"GET /v1/items">[number];

const KEPT = { staleTime: 300_000 };
/** More than these nobody reads; their codes stand as they are. */
export const NAMED_MAX = 60;
const FOUND_MAX = 12;
const REST_MS = 250;

/** Name a SKU so that it is known by itself: `50 克` says little, `白茶 50 克` enough. */
function skuName(product: string, sku: string): string {
  return product === "" || sku === "" || sku.includes(product) ? sku || product : `${product} ${sku}`;
}

async function productOf(code: string): Promise<Good> {
  try {
    const { name, state } = await call("GET /v1/products/{code}", { path: { code } });
    return { code, name, state: state === "retired" ? "retired" : "sold" };
  } catch (thrown) {
    const problem = problemOf(thrown);
    if (problem.status !== 404) throw problem;
    return { code, name: "", state: "missing" };
  }
}

async function skuOf(code: string): Promise<Good> {
  const item = (await call("GET /v1/items/{code}", { path: { code } })) as Item | null;
  // A barcode finds a SKU too, and rules go by its code alone.
  if (!item?.sku || item.sku !== code) return { code, name: "", state: "missing" };
  const { name } = await productOf(item.product);
  return { code, name: skuName(name, item.name), state: item.state === "retired" ? "retired" : "sold" };
}

async function tagOf(code: string): Promise<Good> {
  const { items } = await call("GET /v1/products", { query: { tag: code, limit: 1 } });
  return { code, name: code, state: items.length > 0 ? "sold" : "missing" };
}

const READ: Partial<Record<GoodsKind, (code: string) => Promise<Good>>> = {
  product: productOf,
  sku: skuOf,
  tag: tagOf,
  either: async (code) => {
    const sku = await skuOf(code);
    return sku.state === "missing" ? productOf(code) : sku;
  },
};

/** Ask for categories or brands, which are few; undefined for what is many. */
function useListed(kind: GoodsKind, enabled: boolean): readonly Good[] | undefined {
  const categories = useAsk("GET /v1/categories", {}, { ...KEPT, enabled: enabled && kind === "category" });
  const brands = useAsk("GET /v1/brands", {}, { ...KEPT, enabled: enabled && kind === "brand" });
  const listed = kind === "category" ? categories.data : kind === "brand" ? brands.data : undefined;
  return listed?.map(({ code, name }) => ({ code, name, state: "sold" }));
}

/** Return what is known of goods by code; one that is still being read is not there yet. */
export function useKnown(kind: GoodsKind, codes: readonly string[]): ReadonlyMap<string, Good> {
  const may = useMay("catalog.read");
  const listed = useListed(kind, may);
  const read = READ[kind];
  const wanted = may && read ? [...new Set(codes)].slice(0, NAMED_MAX) : [];
  const asked = useQueries({
    queries: wanted.map((code) => ({
      queryKey: ["goods", kind, code],
      queryFn: () => (read ?? productOf)(code),
      ...KEPT,
    })),
  });
  if (listed) {
    const all = new Map(listed.map((one) => [one.code, one]));
    return new Map(codes.map((code) => [code, all.get(code) ?? { code, name: "", state: "missing" }]));
  }
  return new Map(asked.flatMap(({ data }) => (data ? [[data.code, data] as const] : [])));
}

/** Return the goods that items are: each product once, each SKU, or both. */
function goodsOf(kind: GoodsKind, items: readonly Item[], named: ReadonlyMap<string, Good>): Good[] {
  const codes = [...new Set(items.map((one) => one.product))];
  // Until a product's own name is read it goes by that of its SKU.
  const products = codes.map(
    (code): Good => named.get(code) ?? { code, name: items.find((one) => one.product === code)?.name ?? "", state: "sold" },
  );
  if (kind === "product") return products;
  const skus = items.map(
    ({ sku, product, name }): Good => ({ code: sku, name: skuName(named.get(product)?.name ?? "", name), state: "sold" }),
  );
  return kind === "sku" ? skus : [...products, ...skus.filter((one) => !codes.includes(one.code))];
}

/** Return the tags that goods bear, as far as the first page of the catalogue shows them. */
function useTags(enabled: boolean): Good[] {
  const asked = useAsk("GET /v1/products", { query: { limit: 200 } }, { ...KEPT, enabled });
  const tags = new Set((asked.data?.items ?? []).flatMap((one) => one.tags ?? []));
  return [...tags].toSorted().map((code) => ({ code, name: code, state: "sold" }));
}

interface Found {
  found: readonly Good[];
  /** Until the answer is to the last key. */
  pending: boolean;
}

/** Find products and SKUs by a name, its sound, a code or a barcode. */
function useSearched(kind: GoodsKind, asked: string, enabled: boolean): Found {
  const rested = useRested(asked, REST_MS);
  const items = useAsk("GET /v1/items", { query: { text: rested, limit: 20 } }, { enabled: enabled && rested !== "" });
  const answer = rested === "" ? [] : (items.data ?? []);
  const named = useKnown("product", [...new Set(answer.map((one) => one.product))].slice(0, FOUND_MAX));
  const found = goodsOf(kind, answer, named);
  // Names and SKUs are searched; a product's own code is asked for where they find nothing.
  const settled = enabled && rested !== "" && rested === asked && !items.isFetching;
  const whole = settled && found.length === 0 ? [asked] : [];
  const exact = useKnown(kind, whole);
  if (asked === "") return { found: [], pending: false };
  if (whole.length > 0) return { found: [...exact.values()].filter((one) => one.state !== "missing"), pending: exact.size === 0 };
  return { found: found.slice(0, FOUND_MAX), pending: enabled && !settled };
}

/** Find goods by what somebody types. */
export function useFound(kind: GoodsKind, text: string): Found {
  const may = useMay("catalog.read");
  const asked = text.trim();
  const many = kind === "product" || kind === "sku" || kind === "either";
  const listed = useListed(kind, may);
  const tags = useTags(may && kind === "tag");
  const searched = useSearched(kind, asked, may && many);
  if (many) return searched;
  const wanted = asked.toLowerCase();
  const all = kind === "tag" ? tags : (listed ?? []);
  return { found: all.filter((one) => `${one.name} ${one.code}`.toLowerCase().includes(wanted)), pending: false };
}
