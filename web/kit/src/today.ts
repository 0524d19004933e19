/** The business day in the shop's zone, as it was when the page was opened. */

import { useState } from "react";
import { dayOf } from "./formats.ts";
import { usePlace } from "./place.tsx";

/** Return today in the shop's zone: `2026-11-21`. */
export function useToday(): string {
  const { timeZone } = usePlace();
  const [today] = useState(() => dayOf(new Date(), timeZone));
  return today;
}
