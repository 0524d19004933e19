/** What a report's cells say: amounts in the shop's currency, codes by their names. */

import { count, day, figure, instant, largeMoney, large, minorIn, money, share } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useMemo } from "react";
import { useNames, useStores } from "../members/names.ts";
import type { Catalogue, Cell, Column, ReportAnswer } from "./asking.ts";
import { reportWords } from "./reports.words.ts";

export interface Cells {
  /** What stands in a cell. */
  text: (column: Column, value: Cell, row?: Record<string, Cell>) => string;
  /** The same, cut to fit an axis. */
  short: (column: Column, value: number) => string;
  label: (column: Column) => string;
  /** The number a chart draws: units of money, per cent. */
  drawn: (column: Column, value: Cell) => number;
  /** What stands in the cell that a chart draws so. */
  said: (column: Column, drawn: number) => string;
  /** The same cells where all points are of one book. */
  inBook: (book: string) => Cells;
}

const WHOLE: ReportAnswer["places"] = {};

/** Return how cells are written here, points in the decimals of their row's book. */
export function useCells(catalogue: Catalogue | undefined, places = WHOLE): Cells {
  const language = useLanguage();
  const place = usePlace();
  const say = useWords(reportWords);
  const names = useNames();
  const { named } = useStores();
  return useMemo(() => {
    const parts = (column: Column, book: string): number => {
      if (column.holds === "points") return 10 ** (places[book] ?? 0);
      return column.holds === "money" ? minorIn(place.currency) : column.holds === "share" ? 100 : 1;
    };
    const worded = new Map(catalogue?.words.map((one) => [one.column, one.words]));
    const naming: Record<string, (value: string) => string> = {
      book: names.book,
      set_code: names.set,
      template: names.template,
      store: named,
      channel: (value) => (value === "store" ? say.storeChannel : value),
    };
    const nothing: Record<string, string> = { staff: say.noStaff, level_before: say.noLevel, level_after: say.noLevel };
    const known = (code: string, value: string, row?: Record<string, Cell>): string => {
      const word = worded.get(code)?.find((one) => one.code === value);
      if (word) return language === "en" ? word.label : word.label_zh;
      if (value === "") return nothing[code] ?? say.empty;
      if (code.startsWith("level_")) return names.level(String(row?.["set_code"] ?? ""), value);
      return naming[code]?.(value) ?? value;
    };
    const plain = (column: Column, value: Cell, row: Record<string, Cell>): string => {
      if (typeof value === "string") {
        if (column.holds === "date") return day(value, language);
        return column.holds === "instant" ? day(instant(value, place, "zh-CN").slice(0, 10), language) : known(column.code, value, row);
      }
      if (value === null) return column.code === "expires_no" ? say.never : "—";
      if (column.holds === "money") return money(value, place.currency);
      if (column.holds === "share") return share(value / 10_000);
      if (column.holds === "points") return figure(value, places[String(row["book"])]);
      return worded.has(column.code) ? known(column.code, String(value), row) : count(value);
    };
    const within = (book: string): Cells => ({
      text: (column, value, row = { book }) => plain(column, value, row),
      short: (column, value) => {
        if (column.holds === "money") return largeMoney(value * parts(column, book), place.currency, language).replace(/\.0+$/, "");
        return column.holds === "share" ? `${value}%` : large(value, language);
      },
      label: (column) => (language === "en" ? column.label : column.label_zh),
      drawn: (column, value) => (typeof value === "number" ? value : 0) / parts(column, book),
      said: (column, drawn) => plain(column, Math.round(drawn * parts(column, book)), { book }),
      inBook: within,
    });
    return within("");
  }, [catalogue, places, language, place, say, names, named]);
}
