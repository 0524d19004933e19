import { count } from "@liuke/kit/formats.ts";
import { Empty } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { listPath } from "../members/facts.ts";
import { useNames } from "../members/names.ts";
import { homeWords } from "./home.words.ts";
import type { HomeAnswer } from "./Home.tsx";

type Levels = NonNullable<HomeAnswer["levels"]>;

/** How many members stand on each level, and how many came and left. */
export function Tiers({ of }: { of: Levels }) {
  const say = useWords(homeWords);
  const names = useNames();
  const sets = [...new Set(of.map((one) => one.set_code))];
  return (
    <section className="card home-block">
      <h2>{say.tiers}</h2>
      {of.length === 0 && <Empty title={say.noTiers} />}
      {sets.map((set) => (
        <div key={set} className="home-set">
          <h3>{names.set(set)}</h3>
          <Ladder code={set} of={of.filter((one) => one.set_code === set)} />
        </div>
      ))}
    </section>
  );
}

function Ladder({ code, of }: { code: string; of: Levels }) {
  const say = useWords(homeWords);
  const names = useNames();
  const most = Math.max(1, ...of.map((one) => one.members));
  const rows = [...of].sort((a, b) => b.members - a.members);
  return (
    <ul className="home-levels">
      {rows.map((one) => (
        <li key={one.level}>
          <Link
            to={listPath(
              one.level
                ? { name: "tier", args: [code], op: "=", value: one.level }
                : { name: "tier", args: [code], op: "unknown", value: null },
            )}
          >
            {one.level ? names.level(code, one.level) : say.noLevel}
          </Link>
          <span className="home-bar" aria-hidden="true">
            <span style={{ width: `${(one.members / most) * 100}%` }} />
          </span>
          <span className="lk-num">{say.people(count(one.members))}</span>
          <span className="lk-2 lk-num home-came">
            {one.came > 0 && say.came(count(one.came))} {one.left > 0 && say.left(count(one.left))}
          </span>
        </li>
      ))}
    </ul>
  );
}
