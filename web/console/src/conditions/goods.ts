/** Goods of the catalogue by code: what they are called, and finding them. */

import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { useQueries } from "@tanstack/react-query";
import { called, type Called } from "./called.ts";
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
const NAMED_MAX = 400;
const FOUND_MAX = 12;
const LISTED_MAX = 200;
const REST_MS = 250;

/** Name a SKU so that it is known by itself: `50 克` says little, `白茶 50 克` enough. */
function skuName(product: string, sku: string): string {
  return product === "" || sku === "" || sku.includes(product) ? sku || product : `${product} ${sku}`;
}

async function goodOf(kind: Called["kind"], code: string): Promise<Good> {
  const found = await called(kind, code);
  if (!found) return { code, name: "", state: "missing" };
  const name = kind === "sku" ? skuName(found.product_name, found.name) : found.name;
  return { code, name, state: found.state === "retired" ? "retired" : "sold" };
}

const READ: Partial<Record<GoodsKind, (code: string) => Promise<Good>>> = {
  product: (code) => goodOf("product", code),
  sku: (code) => goodOf("sku", code),
  tag: (code) => goodOf("tag", code),
  either: async (code) => {
    const [sku, product] = await Promise.all([goodOf("sku", code), goodOf("product", code)]);
    return sku.state === "missing" ? product : sku;
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
  const wanted = may ? [...new Set(codes)].slice(0, NAMED_MAX) : [];
  const queries = read ? wanted.map((code) => ({ queryKey: ["goods", kind, code], queryFn: () => read(code), ...KEPT })) : [];
  const asked = useQueries({ queries });
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

interface Found {
  found: readonly Good[];
  /** Until the answer is to the last key. */
  pending: boolean;
  /** There are more than these. */
  more?: boolean;
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

const GROUPS = { category: "category", brand: "brand", tag: "tag" } as const;

/** Find categories, brands and tags the same way; without a text the first of them all. */
function useGrouped(kind: GoodsKind, asked: string, enabled: boolean): Found {
  const by = kind in GROUPS ? GROUPS[kind as keyof typeof GROUPS] : "tag";
  const rested = useRested(asked, REST_MS);
  const answer = useAsk("GET /v1/groupings", { query: { by, text: rested, limit: LISTED_MAX } }, { ...KEPT, enabled });
  const found = (answer.data?.items ?? []).map(({ code, name }): Good => ({ code, name, state: "sold" }));
  const more = found.length >= LISTED_MAX;
  return { found, more, pending: enabled && (rested !== asked || answer.isFetching) };
}

/** Find goods by what somebody types. */
export function useFound(kind: GoodsKind, text: string): Found {
  const may = useMay("catalog.read");
  const asked = text.trim();
  const grouped = kind in GROUPS;
  const groups = useGrouped(kind, asked, may && grouped);
  const searched = useSearched(kind, asked, may && !grouped);
  return grouped ? groups : searched;
}
