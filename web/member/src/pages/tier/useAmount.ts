/** Write what a set counts as the set itself writes it: money, or points with their places. */

import { figure, money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import type { Place } from "../home/Standing.tsx";

/** Return a writer of amounts in the unit of a set's own progress; plain counts without a set. */
export function useAmount(place: Place | undefined): (amount: number) => string {
  const { currency } = usePlace();
  const text = place?.progress_text ?? "0";
  const plain = /^-?\d/.test(text);
  const decimals = text.split(".")[1]?.length ?? 0;
  return (amount) => (plain ? figure(amount, decimals) : money(amount, currency));
}
