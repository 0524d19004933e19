/** This counter: which store it sells for, which device it is, and who stands at it. */

import { useMe } from "@liuke/kit/me.tsx";
import { figure, measured, unitOf } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage } from "@liuke/kit/scheme.tsx";
import { useMemo } from "react";
import type { Counter } from "../basket/sale.ts";
import { useCell } from "./cell.ts";
import { namedIn, shelf } from "./shelf.ts";
import { Stored } from "./stored.ts";

export interface Place {
  id: string;
  code: string;
  name: string;
}

const STORE = "liuke.till.store";
const DEVICE = "liuke.till.device";

export const place = new Stored<Place | null>(STORE, () => null);

/** Let this device sell for a store. */
export function choosePlace(chosen: Place): void {
  const { id, code, name } = chosen;
  place.set({ id, code, name });
}

/** Return the name of this device among the tills: made once, kept. */
function deviceOf(): string {
  const found = localStorage.getItem(DEVICE);
  if (found !== null) return found;
  const made = `till-${crypto.randomUUID().slice(0, 4)}`;
  localStorage.setItem(DEVICE, made);
  return made;
}

/** Return the counter as sales name it; only below a chosen store. */
export function useCounter(): Counter & { place: Place } {
  const chosen = useCell(place);
  const me = useMe();
  if (chosen === null) throw new Error("no store is chosen");
  return useMemo(
    () => ({ store: chosen.code, source: deviceOf(), staff: me.sign_in, place: chosen }),
    [chosen, me.sign_in],
  );
}

/** Return how to call rules, coupons and books by the names they carry. */
export function useNames(): (code: string) => string {
  const names = useCell(shelf).head?.names;
  const language = useLanguage();
  return useMemo(() => (code: string) => namedIn(names, code, language), [names, language]);
}

/** How amounts of points are written: each in the places of its book. */
export interface PointsWritten {
  places: (book: string) => number;
  plain: (book: string, amount: number) => string;
  /** With the book's own name: `12.5 星星`. */
  named: (book: string, amount: number) => string;
}

/** Return how to write points as their books do. */
export function usePoints(): PointsWritten {
  const units = useCell(shelf).head?.units;
  const language = useLanguage();
  const { currency } = usePlace();
  return useMemo(() => {
    const unit = (book: string) => units?.[book] ?? unitOf({ name: book });
    const places = (book: string) => unit(book).decimals;
    const plain = (book: string, amount: number) => figure(amount, places(book));
    return { places, plain, named: (book, amount) => measured(amount, unit(book), currency, language) };
  }, [units, language, currency]);
}
