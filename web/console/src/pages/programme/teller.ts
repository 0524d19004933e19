/** Who tells programmes on a page: in its language, the shop's money, with the names of its goods. */

import { useAsk } from "@liuke/kit/ask.ts";
import { useMay, usePlace } from "@liuke/kit/me.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import { useCallback } from "react";
import type { Doc } from "./document.ts";
import { tellerOf, type Teller } from "./tell.ts";

/** Return how to make a teller of some documents. */
export function useTeller(): (docs: readonly Doc[]) => Teller {
  const language = useLanguage();
  const { currency } = usePlace();
  const categories = useAsk("GET /v1/categories", {}, { enabled: useMay("catalog.read"), staleTime: 300_000 });
  const goods = categories.data;
  return useCallback((docs) => tellerOf(docs, language, currency, goods), [language, currency, goods]);
}
