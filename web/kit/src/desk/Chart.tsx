/** A chart with the same figures as a table beside it; drawn only where one is shown. */

import { Segmented } from "antd";
import { Suspense, lazy, useState, type ReactNode } from "react";
import { useWords } from "../scheme.tsx";
import type { ChartOption } from "./Canvas.tsx";
import { deskWords } from "./desk.words.ts";
import "./list.css";

const Canvas = lazy(() => import("./Canvas.tsx"));
const FieldCanvas = lazy(() => import("./FieldCanvas.tsx"));

export type { ChartOption };

export interface Twin {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

interface ChartProps {
  title: string;
  /** Series, axes and the rest; colours, type and tooltips are dressed by the chart. */
  option: ChartOption;
  twin: Twin;
  height?: number;
  /** At least so wide, or it scrolls under its title. */
  least?: number | undefined;
  /** Fields of colour and flows need more parts than lines and bars. */
  field?: boolean;
  onPick?: ((at: { series: number; index: number; name: string }) => void) | undefined;
}

/** Draw an option, or show its figures as a table. */
export function Chart({ title, option, twin, height = 260, least, field = false, onPick }: ChartProps) {
  const say = useWords(deskWords);
  const Drawn = field ? FieldCanvas : Canvas;
  const [as, show] = useState<"chart" | "table">("chart");
  return (
    <div className="chart">
      <div className="chart-head">
        <h2>{title}</h2>
        <Segmented
          size="small"
          aria-label={say.chartOrTable}
          value={as}
          onChange={show}
          options={[{ value: "chart" as const, label: say.chart }, { value: "table" as const, label: say.table }]}
        />
      </div>
      {as === "chart" ? (
        <Suspense fallback={<div style={{ height }} />}>
          <Wide least={least} title={title}>
            <Drawn title={title} option={option} height={height} onPick={onPick} />
          </Wide>
        </Suspense>
      ) : (
        <Figures title={title} of={twin} height={height} />
      )}
    </div>
  );
}

function Wide({ least, title, children }: { least: number | undefined; title: string; children: ReactNode }) {
  if (!least) return <>{children}</>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys
    <section className="chart-wide" tabIndex={0} aria-label={title}>
      <div style={{ minWidth: least }}>{children}</div>
    </section>
  );
}

function Figures({ title, of, height }: { title: string; of: Twin; height: number }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys
    <section className="chart-table" style={{ minHeight: height }} tabIndex={0} aria-label={title}>
      <table>
        <thead>
          <tr>{of.head.map((one) => <th key={one} scope="col">{one}</th>)}</tr>
        </thead>
        <tbody>
          {of.rows.map(([first, ...rest]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {rest.map((cell, at) => <td key={of.head[at + 1]} className="lk-num">{cell}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
