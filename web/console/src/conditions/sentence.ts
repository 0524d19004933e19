/** Questions as sentences, in the words and the money of the page. */

import type { Place } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/me.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import { wordsIn, type Language } from "@liuke/kit/words.ts";
import { useCallback } from "react";
import { membersWords } from "../pages/members/members.words.ts";
import type { Asks } from "./asks.ts";
import { buildWords } from "./build.words.ts";
import { treeText } from "./told.ts";
import type { Tree } from "./tree.ts";

type Known = Pick<Asks, "facts" | "deeds">;

/** Return how a question reads in a language. */
export function sentenceOf(tree: Tree, { facts, deeds }: Known, place: Place, language: Language): string {
  const words = { say: wordsIn(membersWords, language), words: wordsIn(buildWords, language) };
  return treeText(tree, { ...words, place, language, facts, deeds });
}

/** Return how a question reads, in the language of the page or another. */
export function useSentence(asks: Known): (tree: Tree, language?: Language) => string {
  const own = useLanguage();
  const place = usePlace();
  return useCallback((tree, language = own) => sentenceOf(tree, asks, place, language), [own, place, asks]);
}
