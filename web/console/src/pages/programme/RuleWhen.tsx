import { useWords } from "@liuke/kit/scheme.tsx";
import { ManyAt } from "./choices.tsx";
import { Clause } from "./Clause.tsx";
import type { Path, Rule } from "./document.ts";
import { editorWords } from "./editor.words.ts";
import { MomentAt } from "./fields.tsx";
import { HoursAt } from "./HoursAt.tsx";
import { windowWords } from "./window.words.ts";

const LAST = -1;
const MONTH = [...Array.from({ length: 31 }, (_, at) => at + 1), LAST];

/** When a rule runs: from and until, on which days, at which hours. */
export function RuleWhen({ path, rule }: { path: Path; rule: Rule }) {
  const say = useWords(editorWords);
  const told = useWords(windowWords);
  const { days = [], weekdays = [], dates = [] } = rule.window ?? {};
  const monthDays = MONTH.map((day) => ({ value: String(day), label: day === LAST ? told.lastDay : told.monthDay(day) }));
  const week = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: told.weekday(day) }));
  return (
    <>
      <Clause title={say.when}>
        <MomentAt path={[...path, "window", "starts_at"]} label={say.fromInstant} told />
        <MomentAt path={[...path, "window", "ends_at"]} label={say.untilInstant} told ends />
      </Clause>
      <Clause title="">
        <ManyAt path={[...path, "window", "days"]} label={say.monthDays} told options={monthDays} hint={say.anyDay} numbers />
        <ManyAt path={[...path, "window", "weekdays"]} label={say.weekdays} told options={week} hint={say.anyDay} numbers />
      </Clause>
      <Clause title={told.hours}>
        <HoursAt path={[...path, "window", "hours"]} chosenDays={days.length + weekdays.length + dates.length > 0} />
      </Clause>
    </>
  );
}
