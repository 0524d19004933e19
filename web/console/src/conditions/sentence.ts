/** Questions as sentences, in the words and the money of the page. */

import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import type { Language } from "@liuke/kit/words.ts";
import { useCallback } from "react";
import { sentenceOf, type Known } from "./told.ts";
import type { Tree } from "./tree.ts";

/** Return how a question reads, in the language of the page or another. */
export function useSentence(asks: Known): (tree: Tree, language?: Language) => string {
  const own = useLanguage();
  const place = usePlace();
  return useCallback((tree, language = own) => sentenceOf(tree, asks, place, language), [own, place, asks]);
}
