/** Where the shop is: its currency and time zone, whoever looks at it. */

import { createContext, useContext, type ReactNode } from "react";
import type { Place } from "./formats.ts";

const Known = createContext<Place | null>(null);

/** Give the pages below the shop's currency and time zone. */
export function PlaceIs({ place, children }: { place: Place; children: ReactNode }) {
  return <Known value={place}>{children}</Known>;
}

/** Return the shop's currency and time zone; only below `PlaceIs` or `MeIs`. */
export function usePlace(): Place {
  const place = useContext(Known);
  if (place === null) throw new Error("usePlace stands outside PlaceIs");
  return place;
}
