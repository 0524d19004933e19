import type { Answer } from "@liuke/kit/call.ts";
import { Refusal } from "@liuke/kit/desk/Refusal.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { batchWords } from "./members.words.ts";
import { REFUSED } from "./outcome.ts";
import "./refused.css";

type Tally = Answer<"GET /v1/batches/{batch_id}">["tallies"][number];

/** How many members of a batch were refused, and why, each reason on a line. */
export function Refused({ of }: { of: readonly Tally[] }) {
  const say = useWords(batchWords);
  const refused = of.filter((one) => one.outcome.startsWith(REFUSED));
  if (refused.length === 0) return null;
  return (
    <ul className="batch-refused" aria-label={say.notDone}>
      {refused.map((one) => (
        <li key={[one.outcome, one.field, one.reason].join(" ")}>
          {say.refused(count(one.members))}
          <Refusal code={one.outcome.slice(REFUSED.length)} field={one.field} reason={one.reason} reasonZh={one.reason_zh} />
        </li>
      ))}
    </ul>
  );
}
