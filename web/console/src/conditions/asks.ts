/** What a question may ask, and of whom: of members anywhere, of the moment and the basket too in a rule. */

import { useAsk } from "@liuke/kit/ask.ts";
import { useMemo } from "react";
import { useFacts, type Facts } from "../pages/members/facts.ts";
import type { Deed } from "./tree.ts";

export type Added = "fact" | "did" | "sequence" | "deeds" | "segment" | "bucket" | "any";

export interface Asks {
  /** Every fact, those of the moment and the basket first. */
  facts: Facts;
  /** Those of the moment and the basket alone. */
  own: Facts;
  deeds: readonly Deed[];
  adds: readonly Added[];
}

const OF_MEMBERS: readonly Added[] = ["fact", "did", "sequence", "segment", "bucket", "any"];
// A till decides in milliseconds: what members did it asks through a segment.
const OF_RULES: readonly Added[] = ["fact", "deeds", "segment", "bucket", "any"];
const KEPT = { staleTime: 300_000 };
const NONE: Facts = [];

/** Ask what a question may ask; undefined until it is known. */
export function useAsks(of: "members" | "rules", enabled = true): Asks | undefined {
  const facts = useFacts(enabled).data;
  const deeds = useAsk("GET /v1/deeds", {}, { ...KEPT, enabled }).data;
  const basket = useAsk("GET /v1/facts/basket", {}, { ...KEPT, enabled: enabled && of === "rules" }).data;
  const own = of === "rules" ? basket : NONE;
  const adds = of === "rules" ? OF_RULES : OF_MEMBERS;
  return useMemo(
    () => (facts && deeds && own ? { facts: [...own, ...facts], own, deeds, adds } : undefined),
    [facts, deeds, own, adds],
  );
}
