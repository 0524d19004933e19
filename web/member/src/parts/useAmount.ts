/** Write amounts with their unit: money, the points of a book, purchases or friends. */

import { figure, measured, type Unit } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";

/** Return a writer of amounts, each in a unit of its own. */
export function useMeasured(): (amount: number, unit: Unit) => string {
  const { currency } = usePlace();
  const language = useLanguage();
  return (amount, unit) => measured(amount, unit, currency, language);
}

/** Return a writer of amounts in the unit of a set or a book; plain figures without one. */
export function useAmount(of: { unit: Unit } | undefined): (amount: number) => string {
  const write = useMeasured();
  return (amount) => (of ? write(amount, of.unit) : figure(amount));
}
