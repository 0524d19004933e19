import type { Change } from "@liuke/client/api.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { placeOf, thingOf, valueOf } from "./changed.ts";
import { changeWords } from "./changes.words.ts";
import type { Teller } from "./tell.ts";

/** The differences of two versions, each in words with what was and what will be. */
export function Changes({ of, by }: { of: readonly Change[]; by: Teller }) {
  const say = useWords(changeWords);
  if (of.length === 0) return <p className="lk-2">{say.same}</p>;
  return (
    <div className="changes">
      <p className="lk-2">{say.count(of.length)}</p>
      <ul>
        {of.map((change) => {
          const came = change.before === null ? thingOf(change.path, change.after, by) : null;
          const went = change.after === null ? thingOf(change.path, change.before, by) : null;
          return (
            <li key={change.path}>
              <span>{placeOf(change.path, by)}</span>
              {came !== null && <ins>{`${say.added} ${came}`}</ins>}
              {went !== null && <del>{`${say.removed} ${went}`}</del>}
              {came === null && went === null && (
                <span>
                  <del>{valueOf(change.path, change.before, by)}</del> <span aria-hidden>→</span>{" "}
                  <span className="lk-hidden">{say.changed}</span>
                  <ins>{valueOf(change.path, change.after, by)}</ins>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
