/** Who tells programmes on a page: in its language, the shop's money, with the names of its goods. */

import { useAsk } from "@liuke/kit/ask.ts";
import { useMay, usePlace } from "@liuke/kit/me.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import { useCallback, useMemo } from "react";
import { useAsks } from "../../conditions/asks.ts";
import { isTree } from "../../conditions/places.ts";
import { sentenceOf } from "../../conditions/told.ts";
import { askedOf, withGoods } from "./asking.ts";
import type { Doc, Named } from "./document.ts";
import type { NamedGoods } from "./goods_in.ts";
import { tellerOf, type Teller } from "./tell.ts";

const KEPT = { staleTime: 300_000 };

/** Return the names of categories and brands; none where they may not be read. */
export function useKindNames(): readonly Named[] {
  const enabled = useMay("catalog.read");
  const categories = useAsk("GET /v1/categories", {}, { ...KEPT, enabled }).data;
  const brands = useAsk("GET /v1/brands", {}, { ...KEPT, enabled }).data;
  return useMemo(() => [...(categories ?? []), ...(brands ?? [])], [categories, brands]);
}

/** Return how to make a teller of some documents, with the goods they name where those are known. */
export function useTeller(): (docs: readonly Doc[], goods?: readonly NamedGoods[]) => Teller {
  const language = useLanguage();
  const place = usePlace();
  const kinds = useKindNames();
  const asks = useAsks("rules", useMay("members.read"));
  return useCallback(
    (docs, goods = []) => {
      const by = tellerOf(docs, language, place, [...kinds, ...goods]);
      if (!asks) return by;
      const known = withGoods(docs.reduce(askedOf, asks), goods);
      return { ...by, condition: (tree) => (isTree(tree) ? sentenceOf(tree, known, place, language) : by.condition(tree)) };
    },
    [language, place, kinds, asks],
  );
}
