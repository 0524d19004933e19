/** Write what a set counts with its unit: money, the points of a book, purchases or friends. */

import { figure, measured } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import type { Place } from "../home/Standing.tsx";

/** Return a writer of amounts in the unit of a set; plain figures without a set. */
export function useAmount(place: Place | undefined): (amount: number) => string {
  const { currency } = usePlace();
  const language = useLanguage();
  return (amount) => (place ? measured(amount, place.unit, currency, language) : figure(amount));
}
