/** A list that came in one answer, as a keyset list has it. */

import type { Problem } from "../problem.ts";
import type { Pages } from "./ListFrame.tsx";

interface Asked {
  error: Problem | null;
  isPending: boolean;
  refetch: () => unknown;
}

/** Return rows that are all there, for a ListFrame. */
export function wholeOf<T>(asked: Asked, rows: T[]): Pages<T> {
  return {
    rows,
    error: asked.error,
    isPending: asked.isPending,
    isFetchingNextPage: false,
    hasNextPage: false,
    fetchNextPage: () => undefined,
    refetch: asked.refetch,
  };
}
