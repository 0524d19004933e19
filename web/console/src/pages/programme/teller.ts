/** Who tells programmes on a page: in its language, the shop's money, with the names of its goods. */

import { useAsk } from "@liuke/kit/ask.ts";
import { figure } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { useCallback, useMemo } from "react";
import { useAsks } from "../../conditions/asks.ts";
import { numberAt } from "../../conditions/numbers.ts";
import { isTree } from "../../conditions/places.ts";
import { sentenceOf } from "../../conditions/told.ts";
import { askedOf, withGoods } from "./asking.ts";
import type { Doc, Named } from "./document.ts";
import type { NamedGoods } from "./goods_in.ts";
import { storeNames, tellerOf, type Shop, type Teller } from "./tell.ts";

const KEPT = { staleTime: 300_000 };
const NO_SHOPS: readonly Shop[] = [];

/** Return the names of categories and brands; none where they may not be read. */
export function useKindNames(): readonly Named[] {
  const enabled = useMay("catalog.read");
  const categories = useAsk("GET /v1/categories", {}, { ...KEPT, enabled }).data;
  const brands = useAsk("GET /v1/brands", {}, { ...KEPT, enabled }).data;
  return useMemo(() => [...(categories ?? []), ...(brands ?? [])], [categories, brands]);
}

/** Return the stores, to name them by; none where they may not be read. */
export function useShops(): readonly Shop[] {
  return useEveryStore({ enabled: useMay("stores.read") }).data ?? NO_SHOPS;
}

/** Return how to name stores by code. */
export function useStoreNames(): (code: string) => string {
  return storeNames(useShops(), useLanguage());
}

/** Return how to make a teller of some documents, with the goods they name where those are known. */
export function useTeller(): (docs: readonly Doc[], goods?: readonly NamedGoods[]) => Teller {
  const language = useLanguage();
  const place = usePlace();
  const kinds = useKindNames();
  const shops = useShops();
  const asks = useAsks("rules", useMay("members.read"));
  return useCallback(
    (docs, goods = []) => {
      const by = tellerOf(docs, language, place, [...kinds, ...goods], shops);
      if (!asks) return by;
      const known = withGoods(docs.reduce((asked, doc) => askedOf(asked, doc, place.currency), asks), goods);
      const declared = new Set(docs.flatMap((doc) => doc.books ?? []).map((book) => book.code));
      const books = known.facts.flatMap((fact) => fact.arguments).find((one) => one.name === "book")?.options ?? [];
      const decimals = (book: string) => (declared.has(book) ? by.decimals(book) : (books.find((one) => one.value === book)?.decimals ?? 0));
      return {
        ...by,
        decimals,
        points: (book, amount) => figure(amount, decimals(book)),
        condition: (tree) => (isTree(tree) ? sentenceOf(tree, known, place, language) : by.condition(tree)),
        number: (address) => numberAt(address, known.facts, language, place.currency),
      };
    },
    [language, place, kinds, shops, asks],
  );
}
