/** ECharts with only the parts we draw, in the palette of the page. */

import {
  BarChart,
  LineChart,
  type BarSeriesOption,
  type HeatmapSeriesOption,
  type LineSeriesOption,
  type SankeySeriesOption,
} from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  type AriaComponentOption,
  type GridComponentOption,
  type LegendComponentOption,
  type TooltipComponentOption,
  type VisualMapComponentOption,
} from "echarts/components";
import { init, use, type ComposeOption, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useLook } from "../scheme.tsx";
import { FONT, type Palette } from "../tokens.ts";

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | HeatmapSeriesOption
  | SankeySeriesOption
  | AriaComponentOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
  | VisualMapComponentOption
>;

interface CanvasProps {
  title: string;
  option: ChartOption;
  height: number;
  onPick?: ((at: { series: number; index: number; name: string }) => void) | undefined;
}

/** Draw an option; drawn anew when it, the colours or the room change. */
export default function Canvas({ title, option, height, onPick }: CanvasProps) {
  const { palette } = useLook();
  const place = useRef<HTMLElement>(null);
  const drawn = useRef<EChartsType | null>(null);
  const pick = useRef(onPick);

  useEffect(() => {
    pick.current = onPick;
  }, [onPick]);
  useEffect(() => {
    if (!place.current) return undefined;
    const chart = init(place.current, null, { renderer: "canvas" });
    chart.on("click", (at) => {
      pick.current?.({ series: at.seriesIndex ?? 0, index: at.dataIndex, name: at.name });
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current);
    drawn.current = chart;
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, []);
  useEffect(() => {
    drawn.current?.setOption(dressed(option, palette, title), { notMerge: true });
  }, [option, palette, title]);
  return <figure ref={place} className="chart-canvas" aria-label={title} style={{ height }} />;
}

function axisOf(palette: Palette) {
  return {
    axisLine: { lineStyle: { color: palette.border } },
    axisTick: { show: false },
    axisLabel: { color: palette.text2, fontSize: 12, hideOverlap: true },
    splitLine: { lineStyle: { color: palette.border, width: 1 } },
  };
}

function withAxis<A extends { axisLabel?: object }>(axis: A | A[] | undefined, palette: Palette, usual: object): object | object[] {
  const base = axisOf(palette);
  const dress = (one: A | undefined) => ({ ...base, ...usual, ...one, axisLabel: { ...base.axisLabel, ...one?.axisLabel } });
  return Array.isArray(axis) ? axis.map(dress) : dress(axis);
}

/** A flow has no axes; everything else here has two. */
function axesOf(option: ChartOption, palette: Palette) {
  const [first] = [option.series].flat();
  if (first?.type === "sankey") return {};
  return {
    xAxis: withAxis(option.xAxis, palette, { type: "category", splitLine: { show: false } }),
    yAxis: withAxis(option.yAxis, palette, { type: "value", min: 0, axisLine: { show: false } }),
  };
}

function dressed(option: ChartOption, palette: Palette, title: string): ChartOption {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    color: [...palette.charts, palette.text3],
    textStyle: { fontFamily: FONT, color: palette.text },
    animation: !still,
    animationDuration: 200,
    aria: { enabled: true, label: { description: title } },
    ...option,
    grid: { left: 8, right: 16, top: 36, bottom: 4, ...option.grid },
    legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 8, textStyle: { color: palette.text2 }, ...option.legend },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: palette.raised,
      borderColor: palette.border,
      textStyle: { color: palette.text, fontSize: 13 },
      ...option.tooltip,
    },
    ...axesOf(option, palette),
  } as ChartOption;
}
