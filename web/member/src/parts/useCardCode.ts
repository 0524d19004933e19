/** The code of the card's QR: asked anew when it ends, kept on screen until then. */

import { useAsk } from "@liuke/kit/ask.ts";
import { useEffect, useState } from "react";

// A device whose clock is ahead must not ask without end, one that is behind not show an old code.
const LEAST_MS = 5_000;
const MOST_MS = 30_000;

/** Return the code of this half minute, the seconds it has left, and why it was not renewed: then it no longer counts. */
export function useCardCode() {
  const asked = useAsk("GET /v1/m/card/code", {}, { staleTime: 0 });
  const { data, refetch } = asked;
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!data) return;
    const ends = Date.parse(data.ends_at);
    const tick = () => setLeft(Math.max(0, Math.min(30, Math.ceil((ends - Date.now()) / 1000))));
    tick();
    const each = setInterval(tick, 1000);
    const wait = Math.min(MOST_MS, Math.max(LEAST_MS, ends - Date.now() + 200));
    const next = setTimeout(() => void refetch(), wait);
    return () => {
      clearInterval(each);
      clearTimeout(next);
    };
  }, [data, refetch]);
  const over = asked.error !== null && left === 0;
  return { code: over ? undefined : data?.code, left, error: asked.error, refetch };
}
