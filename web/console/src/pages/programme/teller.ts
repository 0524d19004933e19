/** Who tells programmes on a page: in its language, the shop's money, with the names of its goods. */

import { useAsk } from "@liuke/kit/ask.ts";
import { useMay, usePlace } from "@liuke/kit/me.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import { useCallback } from "react";
import { useAsks } from "../../conditions/asks.ts";
import { isTree } from "../../conditions/places.ts";
import { sentenceOf } from "../../conditions/told.ts";
import { askedOf } from "./asking.ts";
import type { Doc } from "./document.ts";
import { tellerOf, type Teller } from "./tell.ts";

/** Return how to make a teller of some documents; `asking` has it tell their conditions too. */
export function useTeller(asking = false): (docs: readonly Doc[]) => Teller {
  const language = useLanguage();
  const place = usePlace();
  const categories = useAsk("GET /v1/categories", {}, { enabled: useMay("catalog.read"), staleTime: 300_000 });
  const asks = useAsks("rules", useMay("members.read") && asking);
  const goods = categories.data;
  return useCallback(
    (docs) => {
      const by = tellerOf(docs, language, place.currency, goods);
      if (!asks) return by;
      const known = docs.reduce(askedOf, asks);
      return { ...by, condition: (tree) => (isTree(tree) ? sentenceOf(tree, known, place, language) : by.condition(tree)) };
    },
    [language, place, goods, asks],
  );
}
