import { Chart } from "@liuke/kit/desk/Chart.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import type { ModelsAnswer } from "./Models.tsx";
import { modelsWords } from "./models.words.ts";
import { named } from "./named.ts";

const ORDER = ["prospect", "new", "active", "at_risk", "dormant", "lost"];

/** How many members stand in each stage of life. */
export function Stages({ of }: { of: NonNullable<ModelsAnswer["members"][string]> }) {
  const say = useWords(modelsWords);
  const rows = ORDER.map((code) => ({
    name: named(say, code),
    members: of.find((one) => one.code === code)?.members ?? 0,
  }));
  if (rows.every((one) => one.members === 0)) {
    return (
      <section className="card models-block">
        <h2>{say.stages}</h2>
        <p className="lk-2">{say.noStages}</p>
      </section>
    );
  }
  return (
    <section className="card">
      <Chart
        title={say.stages}
        option={{
          xAxis: { type: "category", data: rows.map((one) => one.name), axisLabel: { interval: 0, hideOverlap: false } },
          yAxis: { type: "value", minInterval: 1 },
          series: [{ type: "bar", name: say.members, data: rows.map((one) => one.members) }],
        }}
        twin={{ head: [say.stages, say.members], rows: rows.map((one) => [one.name, count(one.members)]) }}
      />
    </section>
  );
}
