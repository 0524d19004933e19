/** Names of what orders tell by code: goods, rules, coupons, books of points. */

import { useAsk } from "@liuke/kit/ask.ts";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import { useKnown } from "../../conditions/goods.ts";

/** Return how to name the goods of an order; their code stands in while it is read. */
export function useGoodsNames(skus: readonly string[]): (sku: string) => string {
  const known = useKnown("sku", skus);
  return (sku) => known.get(sku)?.name || sku;
}

/** Return how to name rules and coupons by code; one that is gone keeps its code. */
export function useRuleNames(): (code: string) => string {
  const language = useLanguage();
  const rules = useAsk("GET /v1/promotions/rules", {}, { staleTime: 300_000 });
  const coupons = useAsk("GET /v1/coupons/templates", {}, { staleTime: 300_000 });
  const named = [...(rules.data ?? []).map((one) => one.rule), ...(coupons.data ?? [])];
  const names = new Map(named.map((one) => [one.code, (language === "en" ? one.name : one.name_zh || one.name) || one.code]));
  return (code) => names.get(code) ?? code;
}

/** Return how to name a book of points. */
export function useBookNames(): (book: string) => string {
  const language = useLanguage();
  const facts = useAsk("GET /v1/facts", {}, { staleTime: 600_000 });
  const options = facts.data?.find((one) => one.name === "points.balance")?.arguments[0]?.options ?? [];
  const names = new Map(options.map((one) => [one.value, language === "en" ? one.label : one.label_zh]));
  return (book) => names.get(book) ?? book;
}
