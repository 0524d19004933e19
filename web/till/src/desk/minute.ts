/** The time of day, for what opens and closes with it. */

import { useEffect, useState } from "react";

const EVERY_MS = 30_000;

/** Return now, to half a minute. */
export function useMinute(): Date {
  const [now, tick] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => tick(new Date()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
