import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { Chart } from "@liuke/kit/desk/Chart.tsx";
import { largeMoney, laterBy, money, share } from "@liuke/kit/formats.ts";
import { Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import { modelsWords } from "./models.words.ts";
import { named } from "./named.ts";

type Series = Answer<"GET /v1/forecasts">[number];

/** The coming four weeks of the shop, a category or a store, after the last eight. */
export function Forecasts() {
  const say = useWords(modelsWords);
  const asked = useAsk("GET /v1/forecasts", {});
  const { get, set } = useAddress();
  return (
    <section className="card models-block">
      <Region asked={asked}>
        {(series) => {
          const chosen = series.find((one) => keyOf(one) === get("series")) ?? series[0];
          if (!chosen) return null;
          return (
            <>
              <div className="models-pick">
                <Select
                  aria-label={say.series}
                  value={keyOf(chosen)}
                  onChange={(wanted: string) => set({ series: wanted })}
                  options={series.map((one) => ({ value: keyOf(one), label: one.name || say.all }))}
                />
                <span className="lk-2">{say.usedMethod(named(say, chosen.method), share((chosen.errors[chosen.method] ?? 0) / 1000))}</span>
              </div>
              <Drawn of={chosen} />
            </>
          );
        }}
      </Region>
    </section>
  );
}

function keyOf(one: Series): string {
  return `${one.kind}:${one.name}`;
}

function Drawn({ of }: { of: Series }) {
  const say = useWords(modelsWords);
  const { currency } = usePlace();
  const language = useLanguage();
  const first = of.coming[0]?.day ?? "";
  const days = [...of.past.map((_, at) => laterBy(first, at - of.past.length)), ...of.coming.map((one) => one.day)];
  const empty = of.past.map(() => null);
  const tooltip = { valueFormatter: (value: unknown) => (typeof value === "number" ? money(value, currency) : "—") };
  const line = (name: string, data: (number | null)[], faint = false) => ({
    type: "line" as const, name, data, showSymbol: false, tooltip, lineStyle: faint ? { type: "dashed" as const, width: 1 } : {},
  });
  return (
    <Chart
      title={say.forecast}
      height={300}
      option={{
        xAxis: { type: "category", data: days },
        yAxis: { type: "value", axisLabel: { formatter: (value: number) => largeMoney(value, currency, language).replace(/\.0+$/, "") } },
        series: [
          line(say.past, of.past),
          line(say.coming, [...empty, ...of.coming.map((one) => one.minor)]),
          line(say.low, [...empty, ...of.coming.map((one) => one.low_minor)], true),
          line(say.high, [...empty, ...of.coming.map((one) => one.high_minor)], true),
        ],
      }}
      twin={{
        head: [say.day, say.coming, say.low, say.high],
        rows: of.coming.map((one) => [one.day, money(one.minor, currency), money(one.low_minor, currency), money(one.high_minor, currency)]),
      }}
    />
  );
}
