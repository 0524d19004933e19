import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { count, figure } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import type { Model } from "./Models.tsx";
import { modelsWords } from "./models.words.ts";
import { named } from "./named.ts";

type Compared = Model["evaluation"][number];

/** Errors on days the model had not seen, each beside what costs nothing. */
export function Evaluation({ of }: { of: readonly Compared[] }) {
  const say = useWords(modelsWords);
  const rows = of.flatMap((one) =>
    Object.entries(one.baselines).map(([name, value]) => ({ one, name, value, key: `${one.what} ${one.measure} ${name}` })),
  );
  return (
    <PlainTable
      label={say.title}
      head={[say.what, say.ours, say.baseline, say.counted]}
      right={[1, 2, 3]}
      rows={rows.map(({ one, name, value, key }) => ({
        key,
        cells: [
          <span key="w">{named(say, one.what)} <span className="lk-3">{named(say, one.measure)}</span></span>,
          figure(one.ours, 3),
          <span key="b">{figure(value, 3)} <span className="lk-3">{named(say, name)}</span> {verdict(one, value, say)}</span>,
          count(one.counted),
        ],
      }))}
    />
  );
}

function verdict(one: Compared, value: number, say: { better: string; worse: string }): string {
  if (one.ours === value) return "";
  return one.ours > value === (one.better === "higher") ? say.better : say.worse;
}
