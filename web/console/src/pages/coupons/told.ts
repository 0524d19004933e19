/** A coupon template in words: what it is called, what it is worth, until when. */

import type { Answer } from "@liuke/kit/call.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import { termsOf, worthOf } from "../programme/coupons_told.ts";
import { nameOf, tellerOf } from "../programme/tell.ts";
import { useKindNames, useShops } from "../programme/teller.ts";

export type Template = Answer<"GET /v1/coupons/templates">[number];

/** Return how to put templates into words. */
export function useTold() {
  const language = useLanguage();
  const place = usePlace();
  const by = tellerOf([], language, place, useKindNames(), useShops());
  return {
    name: (one: Template) => nameOf(one, language),
    worth: (one: Template) => worthOf(one, by),
    terms: (one: Template) => termsOf(one, by),
  };
}
