/** What is made anew at every drawing and says the same. */

import { useMemo } from "react";

/** Return the value of before while a new one says the same, so that what is drawn by it stands still. */
export function useStill<T extends object>(value: T): T {
  const told = JSON.stringify(value);
  return useMemo(() => JSON.parse(told) as T, [told]);
}
