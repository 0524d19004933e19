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
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys
    <div className="models-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.what}</th>
            <th scope="col">{say.ours}</th>
            <th scope="col">{say.baseline}</th>
            <th scope="col">{say.counted}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ one, name, value, key }) => (
            <tr key={key}>
              <th scope="row">
                {named(say, one.what)}
                <span className="lk-3"> {named(say, one.measure)}</span>
              </th>
              <td className="lk-num">{figure(one.ours, 3)}</td>
              <td className="lk-num">
                {figure(value, 3)} <span className="lk-3">{named(say, name)}</span> {verdict(one, value, say)}
              </td>
              <td className="lk-num">{count(one.counted)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function verdict(one: Compared, value: number, say: { better: string; worse: string }): string {
  if (one.ours === value) return "";
  return one.ours > value === (one.better === "higher") ? say.better : say.worse;
}
