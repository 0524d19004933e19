/** Whether there is room for a menu beside the page: known before the first picture, followed at once. */

import { useSyncExternalStore } from "react";

const room = matchMedia("(min-width: 768px)");

function follow(told: () => void): () => void {
  room.addEventListener("change", told);
  return () => room.removeEventListener("change", told);
}

/** Return whether the window is at least as wide as a tablet. */
export function useWide(): boolean {
  return useSyncExternalStore(follow, () => room.matches);
}
