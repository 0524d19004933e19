/** What this shop calls its tiers, books, coupons and stores: codes never reach the reader. */

import type { Facts, Labelled } from "./facts.ts";
import { useFacts, labelOf } from "./facts.ts";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import type { Language } from "@liuke/kit/words.ts";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { useMemo } from "react";

export interface Names {
  book: (code: string) => string;
  books: Labelled[];
  set: (code: string) => string;
  sets: Labelled[];
  level: (set: string, code: string) => string;
  template: (code: string) => string;
  templates: Labelled[];
}

function argumentsOf(facts: Facts, name: string): Labelled[] {
  return facts.find((one) => one.name === name)?.arguments[0]?.options ?? [];
}

function naming(options: readonly Labelled[], language: Language): (code: string) => string {
  const found = new Map(options.map((one) => [one.value, labelOf(one, language)]));
  return (code) => found.get(code) ?? code;
}

/** Return the names, from what conditions may ask; until they are read a code stands for itself. */
export function useNames(): Names {
  const language = useLanguage();
  const { data } = useFacts();
  return useMemo(() => {
    const facts = data ?? [];
    const books = argumentsOf(facts, "points.balance");
    const sets = argumentsOf(facts, "tier");
    const templates = argumentsOf(facts, "coupons.usable");
    const levels = facts.find((one) => one.name === "tier")?.options_by ?? {};
    return {
      books,
      sets,
      templates,
      book: naming(books, language),
      set: naming(sets, language),
      template: naming(templates, language),
      level: (set, code) => naming(levels[set] ?? [], language)(code),
    };
  }, [data, language]);
}

/** Ask for the stores, as a list to choose from. */
export function useStores() {
  const asked = useEveryStore();
  const stores = asked.data ?? [];
  return {
    stores,
    nameOf: (id: string | null) => stores.find((one) => one.id === id)?.name ?? "",
    named: (code: string) => stores.find((one) => one.code === code)?.name ?? code,
  };
}
