import { Chart, type ChartOption } from "@liuke/kit/desk/Chart.tsx";
import { largeMoney, money } from "@liuke/kit/formats.ts";
import { Empty } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useLook, useWords } from "@liuke/kit/scheme.tsx";
import { useNavigate } from "react-router";
import { homeWords } from "./home.words.ts";
import type { HomeAnswer } from "./Home.tsx";

interface Line {
  name: string;
  /** Null where the time has not come. */
  values: (number | null)[];
  earlier?: boolean;
}

/** Every hour from the first with a sale, or from eight, to the last of either day; one without sales is nought. */
function everyHour(home: HomeAnswer): HomeAnswer["hours"] {
  const from = Math.min(8, ...home.hours.map((one) => one.hour));
  const to = Math.max(home.now_span.until_hour ?? 23, from + 1, ...home.hours.map((one) => one.hour));
  return Array.from({ length: Math.min(to, 23) - from + 1 }, (_, at) => {
    const hour = from + at;
    return home.hours.find((one) => one.hour === hour) ?? { hour, sales_minor: 0, before_minor: 0 };
  });
}

/** Sales by hour of a day beside the same day a week earlier; by day for longer periods. */
export function Sales({ home, store }: { home: HomeAnswer; store: string }) {
  const say = useWords(homeWords);
  const go = useNavigate();
  const today = home.period === "today";
  if (today) {
    const hours = everyHour(home);
    const names = hours.map((one) => `${String(one.hour).padStart(2, "0")}:00`);
    const now = home.now_span.until_hour ?? 23;
    const lines = [
      { name: say.today, values: hours.map((one) => (one.hour > now ? null : one.sales_minor)) },
      { name: say.lastWeek, values: hours.map((one) => one.before_minor), earlier: true },
    ];
    return <Lines title={say.byHour} first={say.hour} names={names} lines={lines} />;
  }
  const lines = [
    { name: say.total, values: home.days.map((one) => one.sales_minor) },
    { name: say.fromMembers, values: home.days.map((one) => one.member_minor) },
  ];
  const days = home.days.map((one) => one.on);
  const at = store ? `&store=${encodeURIComponent(store)}` : "";
  return (
    <Lines
      title={say.byDay}
      first={say.day}
      names={days}
      lines={lines}
      onPick={(index) => void go(`/orders?since=${days[index] ?? ""}&until=${days[index] ?? ""}&state=sold${at}`)}
    />
  );
}

interface LinesProps {
  title: string;
  first: string;
  names: string[];
  lines: Line[];
  onPick?: (index: number) => void;
}

function Lines({ title, first, names, lines, onPick }: LinesProps) {
  const say = useWords(homeWords);
  const { currency } = usePlace();
  const language = useLanguage();
  const { palette } = useLook();
  if (lines.every((line) => line.values.every((one) => !one))) {
    return (
      <>
        <h2>{title}</h2>
        <Empty title={say.noSales} />
      </>
    );
  }
  const tell = (value: unknown) => money(Number(value), currency);
  const option: ChartOption = {
    xAxis: { data: names },
    yAxis: { axisLabel: { formatter: (value: number) => largeMoney(value, currency, language).replace(/\.0+$/, "") } },
    tooltip: { valueFormatter: tell },
    series: lines.map((line) => ({
      type: "line" as const,
      name: line.name,
      data: line.values,
      showSymbol: names.length < 2,
      symbolSize: 8,
      cursor: onPick ? "pointer" : "default",
      triggerLineEvent: true,
      lineStyle: line.earlier ? { type: "dashed" as const, color: palette.text3 } : { width: 2 },
      itemStyle: line.earlier ? { color: palette.text3 } : {},
    })),
  };
  const twin = {
    head: [first, ...lines.map((line) => line.name)],
    rows: names.map((name, at) => [name, ...lines.map((line) => (line.values[at] === null ? "—" : tell(line.values[at])))]),
  };
  return <Chart title={title} option={option} twin={twin} onPick={onPick && ((at) => onPick(at.index))} />;
}
