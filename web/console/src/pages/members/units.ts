/** How points of a book are written: in its places, under its own name. */

import { useAsk } from "@liuke/kit/ask.ts";
import { unitOf, type Unit } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";

const PLAIN = unitOf({});

/** Return what a book is counted in; one that no live programme has counts points. */
export function useUnits(): (book: string) => Unit {
  const may = useMay("points.read");
  const { data } = useAsk("GET /v1/points/books", {}, { enabled: may, staleTime: 300_000 });
  return (book) => data?.find((one) => one.book === book)?.unit ?? PLAIN;
}
