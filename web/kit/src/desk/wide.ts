/** How much room the window has: known before the first picture, followed at once. */

import { useSyncExternalStore } from "react";

function watched(query: string): () => boolean {
  const room = matchMedia(query);
  const follow = (told: () => void) => {
    room.addEventListener("change", told);
    return () => room.removeEventListener("change", told);
  };
  return () => useSyncExternalStore(follow, () => room.matches);
}

/** Return whether the window is at least as wide as a tablet: the menu stands beside the page. */
export const useWide = watched("(min-width: 768px)");

/** Return whether the window has room for the columns of a table beside each other. */
export const useRoomForColumns = watched("(min-width: 640px)");
