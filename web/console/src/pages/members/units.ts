/** How points of a book are written: in its places, under its own name. */

import { useAsk } from "@liuke/kit/ask.ts";
import { measured, unitOf, type Unit } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";

const PLAIN = unitOf({});

/** Return what a book is counted in; one that no live programme has counts points. */
export function useUnits(): (book: string) => Unit {
  const may = useMay("points.read");
  const { data } = useAsk("GET /v1/points/books", {}, { enabled: may, staleTime: 300_000 });
  return (book) => data?.find((one) => one.book === book)?.unit ?? PLAIN;
}

/** Return a writer of points with the name of their book: `12.5 星星`. */
export function usePointsTold(): (book: string, points: number) => string {
  const unit = useUnits();
  const language = useLanguage();
  const { currency } = usePlace();
  return (book, points) => measured(points, unit(book), currency, language);
}

/** Return a writer of what is added or taken, with the name of its book: `+12.5 星星`. */
export function useChangeTold(): (book: string, points: number) => string {
  const told = usePointsTold();
  return (book, points) => `${points < 0 ? "−" : "+"}${told(book, Math.abs(points))}`;
}
