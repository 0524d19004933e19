/** From rows to a picture: lines, bars, fields of colour and flows, each with its table. */

import type { ChartOption, Twin } from "@liuke/kit/desk/Chart.tsx";
import type { Palette } from "@liuke/kit/tokens.ts";
import type { Cell, Column, Report, ReportAnswer } from "./asking.ts";
import type { Cells } from "./cells.ts";
import { inkOnShade, shadeAt } from "./heat.ts";

export type ChartSpec = Report["charts"][number];
export type Row = Record<string, Cell>;

export interface Drawn {
  key: string;
  title: string;
  option: ChartOption;
  twin: Twin;
  height: number;
  /** At least so wide, or it scrolls. */
  width?: number;
  field?: boolean;
  /** The row that a mark stands for. */
  row: (series: number, index: number) => Row | undefined;
  /** Whether a series is of what is compared with: its rows are of that answer. */
  old?: (series: number) => boolean;
}

export interface Ground {
  cells: Cells;
  columns: readonly Column[];
  palette: Palette;
  /** What the earlier period is called. */
  earlier: string;
}

/** Return rows by column. */
export function rowsOf(answer: Pick<ReportAnswer, "columns" | "rows">): Row[] {
  return answer.rows.map((row) => Object.fromEntries(answer.columns.map((one, at) => [one.code, row[at] ?? null])));
}

/** Draw a chart of a report; one for each value of the column it is told by. */
export function drawn(spec: ChartSpec, rows: readonly Row[], before: readonly Row[], ground: Ground): Drawn[] {
  if (!spec.by) return [one(spec, rows, before, ground, "")];
  const by = spec.by;
  const told = [...new Set(rows.map((row) => String(row[by])))];
  const column = columnOf(ground, by);
  return told.map((value) => {
    const mine = (row: Row) => String(row[by]) === value;
    const within = by === "book" ? { ...ground, cells: ground.cells.inBook(value) } : ground;
    return one(spec, rows.filter(mine), before.filter(mine), within, ground.cells.text(column, value));
  });
}

const BARE: Column = { code: "", role: "dimension", holds: "text", label: "", label_zh: "" };

function columnOf(ground: Pick<Ground, "columns">, code: string): Column {
  return ground.columns.find((found) => found.code === code) ?? { ...BARE, code };
}

function one(spec: ChartSpec, rows: readonly Row[], before: readonly Row[], ground: Ground, of: string): Drawn {
  const first = ground.cells.label(columnOf(ground, spec.y[0] ?? ""));
  const name = spec.kind === "line" || spec.kind === "stack" || spec.y.length > 1 ? spec.y.map((y) => ground.cells.label(columnOf(ground, y))).join(" · ") : first;
  const base = { key: `${spec.kind}-${spec.y.join()}-${of}`, title: of ? `${of} · ${name}` : name };
  if (spec.kind === "heat") {
    const [by, x] = [spec.series ?? "", spec.x].map((code) => ground.cells.label(columnOf(ground, code)));
    return { ...base, title: `${first} · ${by} × ${x}`, ...field(spec, rows, ground) };
  }
  if (spec.kind === "sankey") return { ...base, ...flow(spec, rows, ground) };
  if (spec.kind === "curve") return { ...base, title: ground.cells.label(columnOf(ground, "retention_bp")), ...curve(spec, rows, before, ground) };
  return { ...base, ...axes(spec, spec.most ? rows.slice(0, spec.most) : rows, before, ground) };
}

type Made = Omit<Drawn, "key" | "title">;
interface Line {
  name: string;
  column: Column;
  rows: readonly (Row | undefined)[];
  old?: boolean;
}

/** Lines and bars along one column: a line for each figure, or for each value of the series. */
function axes(spec: ChartSpec, rows: readonly Row[], before: readonly Row[], ground: Ground): Made {
  const { cells, palette } = ground;
  const x = columnOf(ground, spec.x);
  const xs = [...new Set(rows.map((row) => row[spec.x] ?? null))];
  const lying = (x.holds === "text" || x.holds === "store" || spec.kind === "funnel") && spec.kind !== "stack";
  const lines = [...linesOf(spec, rows, xs, ground), ...oldLines(spec, before, xs, x, ground)];
  const names = xs.map((value) => cells.text(x, value));
  const axis = { type: "category" as const, data: names, ...(lying ? { inverse: true, axisLabel: { width: 150, overflow: "truncate" as const } } : {}) };
  const unit = lines[0]?.column ?? BARE;
  const figures = { type: "value" as const, axisLabel: { formatter: (value: number) => cells.short(unit, value) } };
  const series = lines.map((line, at) => ({
    name: line.name,
    type: spec.kind === "line" ? ("line" as const) : ("bar" as const),
    data: line.rows.map((row) => (row ? cells.drawn(line.column, row[line.column.code] ?? null) : null)),
    ...(spec.kind === "stack" ? { stack: line.old ? "earlier" : "now" } : {}),
    ...(spec.kind === "line" ? { symbolSize: 6, showSymbol: xs.length < 40, lineStyle: { width: 2, type: line.old ? ("dashed" as const) : ("solid" as const) } } : { barMaxWidth: 28 }),
    ...(line.old ? { itemStyle: { color: palette.text3, opacity: 0.5 } } : {}),
    ...(spec.kind === "funnel" ? { label: { show: true, position: "right" as const, color: palette.text2 } } : {}),
    tooltip: { valueFormatter: (value: unknown) => written(cells, line.column, value) },
    emphasis: { disabled: at < 0 },
  }));
  return {
    option: {
      series,
      ...(lying ? { xAxis: figures, yAxis: axis, grid: { left: 8, right: 56, top: lines.length > 1 ? 36 : 8 } } : { xAxis: axis, yAxis: figures }),
      legend: { show: lines.length > 1 },
    } as ChartOption,
    twin: {
      head: [cells.label(x), ...lines.map((line) => line.name)],
      rows: xs.map((value, at) => [cells.text(x, value), ...lines.map((line) => cells.text(line.column, line.rows[at]?.[line.column.code] ?? null))]),
    },
    height: lying ? Math.max(140, xs.length * (14 + 16 * lines.length) + 60) : 280,
    row: (at, index) => lines[at]?.rows[index],
    old: (at) => lines[at]?.old ?? false,
  };
}

function written(cells: Cells, column: Column, value: unknown): string {
  return typeof value === "number" ? cells.said(column, value) : "—";
}

function linesOf(spec: ChartSpec, rows: readonly Row[], xs: readonly Cell[], ground: Ground): Line[] {
  const series = spec.series;
  if (!series) {
    const found = xs.map((value) => rows.find((row) => row[spec.x] === value));
    return spec.y.map((y) => ({ name: ground.cells.label(columnOf(ground, y)), column: columnOf(ground, y), rows: found }));
  }
  const column = columnOf(ground, spec.y[0] ?? "");
  const told = [...new Set(rows.map((row) => row[series] ?? null))];
  return told.map((value) => ({
    name: ground.cells.text(columnOf(ground, series), value),
    column,
    rows: xs.map((at) => rows.find((row) => row[spec.x] === at && row[series] === value)),
  }));
}

/** The first figure of the period before: along time by place, else by the same value. */
function oldLines(spec: ChartSpec, before: readonly Row[], xs: readonly Cell[], x: Column, ground: Ground): Line[] {
  const [y] = spec.y;
  if (before.length === 0 || !y || spec.series) return [];
  const inTime = x.holds === "date" || x.holds === "month";
  const column = columnOf(ground, y);
  const found = xs.map((value, at) => (inTime ? before[at] : before.find((row) => row[spec.x] === value)));
  return [{ name: `${ground.cells.label(column)} · ${ground.earlier}`, column, rows: found, old: true }];
}

/** A curve over all cohorts: those that came so far, and of them who bought. */
function curve(spec: ChartSpec, rows: readonly Row[], before: readonly Row[], ground: Ground): Made {
  const { cells, palette } = ground;
  const share: Column = { ...BARE, code: "retention_bp", role: "metric", holds: "share" };
  const label = cells.label(columnOf(ground, "retention_bp"));
  const along = (from: readonly Row[]) => {
    const sums = new Map<number, [number, number]>();
    for (const row of from) {
      const [part, whole] = sums.get(Number(row[spec.x])) ?? [0, 0];
      sums.set(Number(row[spec.x]), [part + Number(row[spec.y[0] ?? ""]), whole + Number(row[spec.y[1] ?? ""])]);
    }
    return [...sums].toSorted(([a], [b]) => a - b);
  };
  const now = along(rows);
  const old = along(before);
  const bp = (pair: [number, number] | undefined) => (pair && pair[1] > 0 ? Math.floor((pair[0] * 10_000) / pair[1]) : null);
  const line = (name: string, from: typeof now, dashed: boolean) => ({
    name,
    type: "line" as const,
    data: from.map(([, pair]) => (bp(pair) ?? 0) / 100),
    lineStyle: { width: 2, type: dashed ? ("dashed" as const) : ("solid" as const) },
    ...(dashed ? { itemStyle: { color: palette.text3 } } : {}),
    tooltip: { valueFormatter: (value: unknown) => written(cells, share, value) },
  });
  return {
    option: {
      series: [line(label, now, false), ...(old.length > 0 ? [line(`${label} · ${ground.earlier}`, old, true)] : [])],
      xAxis: { type: "category", data: now.map(([at]) => String(at)) },
      yAxis: { type: "value", max: 100, axisLabel: { formatter: "{value}%" } },
      legend: { show: old.length > 0 },
    } as ChartOption,
    twin: { head: [cells.label(columnOf(ground, spec.x)), label], rows: now.map(([at, pair]) => [String(at), cells.text(share, bp(pair))]) },
    height: 260,
    // Everybody of any cohort who came back so much later.
    row: (at, index) => {
      const found = (at === 0 ? now : old)[index];
      return found && { [spec.x]: found[0] };
    },
    old: (at) => at > 0,
  };
}

const WIDE = 54;

/** How much room the names at the side take: figures little, days and months some. */
function sideOf(by: Column, ys: readonly Cell[]): number {
  if (ys.every((one) => typeof one === "number")) return 40;
  return by.holds === "date" || by.holds === "month" ? 96 : 140;
}

/** A field: one row of cells for each series, the value printed in each. */
function field(spec: ChartSpec, rows: readonly Row[], ground: Ground): Made {
  const { cells, palette } = ground;
  const x = columnOf(ground, spec.x);
  const by = columnOf(ground, spec.series ?? "");
  const z = columnOf(ground, spec.y[0] ?? "");
  const xs = [...new Set(rows.map((row) => row[x.code] ?? null))].toSorted((a, b) => (typeof a === "number" && typeof b === "number" ? a - b : 0));
  const ys = [...new Set(rows.map((row) => row[by.code] ?? null))];
  // Where both sides name the same things, they stand in the same order.
  if (xs.length === ys.length && ys.every((one) => xs.includes(one)) && typeof xs[0] === "string") xs.splice(0, xs.length, ...ys);
  const value = (row: Row) => cells.drawn(z, row[z.code] ?? null);
  const most = Math.max(1, ...rows.map(value));
  const share = z.holds === "share";
  const steps = palette.steps.slice(0, 5);
  const worded = xs.some((one) => typeof one === "string");
  return {
    field: true,
    option: {
      grid: { left: 8, right: 8, top: 8, bottom: 4 },
      tooltip: { trigger: "item", formatter: ({ dataIndex }: { dataIndex: number }) => told(rows[dataIndex], [by, x, z], cells) },
      xAxis: { type: "category", data: xs.map((one) => cells.text(x, one)), axisLabel: worded ? { interval: 0, width: 76, overflow: "truncate" } : { interval: 0 } },
      yAxis: { type: "category", data: ys.map((one) => cells.text(by, one)), inverse: true, axisLabel: { width: 140, overflow: "truncate" } },
      visualMap: { show: false, min: 0, max: most, inRange: { color: steps } },
      series: [
        {
          type: "heatmap",
          data: rows.map((row) => ({
            value: [xs.indexOf(row[x.code] ?? null), ys.indexOf(row[by.code] ?? null), value(row)],
            label: { color: inkOnShade(shadeAt(value(row) / most, steps)) },
          })),
          label: { show: true, formatter: ({ dataIndex }: { dataIndex: number }) => inCell(rows[dataIndex], z, cells, share), fontSize: 11 },
          itemStyle: { borderColor: palette.surface, borderWidth: 2 },
        },
      ],
    } as unknown as ChartOption,
    twin: {
      head: [cells.label(by), ...xs.map((one) => cells.text(x, one))],
      rows: ys.map((one) => [cells.text(by, one), ...xs.map((at) => cells.text(z, rows.find((row) => row[x.code] === at && row[by.code] === one)?.[z.code] ?? null))]),
    },
    height: ys.length * 34 + 48,
    width: xs.length * (worded ? 84 : WIDE) + sideOf(by, ys),
    row: (_, index) => rows[index],
  };
}

function told(row: Row | undefined, columns: readonly Column[], cells: Cells): string {
  return columns.map((one) => `${cells.label(one)}  ${cells.text(one, row?.[one.code] ?? null, row)}`).join("\n");
}

function inCell(row: Row | undefined, z: Column, cells: Cells, share: boolean): string {
  const value = row?.[z.code];
  if (typeof value !== "number") return "";
  return share ? `${Math.floor(value / 100)}%` : cells.short(z, cells.drawn(z, value));
}

/** A flow from where members stood to where they stand. */
function flow(spec: ChartSpec, rows: readonly Row[], ground: Ground): Made {
  const { cells, palette } = ground;
  const from = columnOf(ground, spec.x);
  const to = columnOf(ground, spec.series ?? "");
  const z = columnOf(ground, spec.y[0] ?? "");
  const left = (row: Row) => `${cells.text(from, row[from.code] ?? null, row)} `;
  const right = (row: Row) => ` ${cells.text(to, row[to.code] ?? null, row)}`;
  return {
    field: true,
    option: {
      tooltip: { trigger: "item", valueFormatter: (value: unknown) => written(cells, z, value) },
      series: [
        {
          type: "sankey",
          left: 8,
          right: 128,
          top: 8,
          bottom: 8,
          nodeGap: 14,
          data: [...new Set([...rows.map(left), ...rows.map(right)])].map((name) => ({ name })),
          links: rows.map((row) => ({ source: left(row), target: right(row), value: cells.drawn(z, row[z.code] ?? null) })),
          lineStyle: { color: "source", opacity: 0.35 },
          label: {
            color: palette.text,
            fontSize: 12,
            formatter: ({ name, value }: { name: string; value: number }) => `${name.trim()}  ${written(cells, z, value)}`,
          },
          draggable: false,
        },
      ],
    } as unknown as ChartOption,
    twin: { head: [cells.label(from), cells.label(to), cells.label(z)], rows: rows.map((row) => [left(row).trim(), right(row).trim(), cells.text(z, row[z.code] ?? null)]) },
    height: 320,
    row: (_, index) => rows[index],
  };
}
