/** The business day in the shop's zone, as it was when the page was opened. */

import { dayOf } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useState } from "react";

/** Return the day so many days after another. */
export function laterBy(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Return today in the shop's zone: `2026-11-21`. */
export function useToday(): string {
  const { timeZone } = usePlace();
  const [today] = useState(() => dayOf(new Date(), timeZone));
  return today;
}
