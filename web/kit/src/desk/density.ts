/** How close the rows of tables stand, remembered on this device. */

import { useState } from "react";

export const DENSITIES = ["tight", "usual", "roomy"] as const;
export type Density = (typeof DENSITIES)[number];
const KEPT = "liuke.density";

/** Return how close rows stand, and how to choose otherwise. */
export function useDensity() {
  const [density, setDensity] = useState<Density>(() => DENSITIES.find((one) => one === localStorage.getItem(KEPT)) ?? "usual");
  const choose = (wanted: Density) => {
    localStorage.setItem(KEPT, wanted);
    setDensity(wanted);
  };
  return { density, choose };
}
