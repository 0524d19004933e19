import { useWords } from "@liuke/kit/scheme.tsx";
import type { Path, Rule } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { NumberAt, PointsAt } from "./amounts.tsx";
import { ChoiceAt, ManyAt, SwitchAt } from "./choices.tsx";
import { Clause, Rare } from "./Clause.tsx";
import { TextAt } from "./fields.tsx";
import { moreWords } from "./more.words.ts";

const RARE: readonly (readonly [keyof Rule, string])[] = [
  ["where", "channels"],
  ["where", "not_stores"],
  ["where", "codes"],
  ["window", "dates"],
  ["limits", "per_order"],
  ["limits", "per_store"],
  ["limits", "per_day"],
  ["limits", "total"],
  ["limits", "points_max"],
  ["limits", "counting"],
  ["stacking", "excludes"],
  ["stacking", "label"],
];

/** Count the rare fields that a rule sets. */
export function rareOf(rule: Rule): number {
  const loose = rule as unknown as Record<string, Record<string, unknown> | undefined>;
  const set = RARE.filter(([part, field]) => {
    const value = loose[part]?.[field];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== "";
  }).length;
  return set + Number(Boolean(rule.priority)) + Number(Boolean(rule.stacking?.by_unit));
}

/** What few rules set: where else, dates, further limits, with what it stands. */
export function RareFields({ path, rule }: { path: Path; rule: Rule }) {
  const say = useWords(editorWords);
  const more = useWords(moreWords);
  const { stores, by } = useEditing();
  const earning = rule.effects.find((effect) => effect.kind === "earn");
  const options = stores.map((store) => ({ value: store.code, label: store.name }));
  return (
    <Rare set={rareOf(rule)}>
      <Clause title={say.where}>
        <ManyAt path={[...path, "where", "not_stores"]} label={say.notInStores} told options={options} hint={say.noStores} />
        <ManyAt path={[...path, "where", "channels"]} label={say.channels} told hint={say.allChannels} />
        <ManyAt path={[...path, "where", "codes"]} label={say.codes} told hint={say.noCode} />
      </Clause>
      <Clause title={say.when}>
        <ManyAt path={[...path, "window", "dates"]} label={say.yearDays} told hint="11-11" />
      </Clause>
      <Clause title={say.limit}>
        <NumberAt path={[...path, "limits", "per_order"]} label={say.perOrder} told min={1} />
        <NumberAt path={[...path, "limits", "per_day"]} label={say.perDay} told min={1} />
        <NumberAt path={[...path, "limits", "per_store"]} label={say.perStore} told min={1} />
        <NumberAt path={[...path, "limits", "total"]} label={say.total} told min={1} />
        <ChoiceAt
          path={[...path, "limits", "counting"]}
          label={more.countingUse}
          told
          none="orders"
          options={["orders", "times", "units"].map((value) => ({ value, label: more.uses(value) }))}
        />
        {earning && (
          <PointsAt path={[...path, "limits", "points_max"]} label={more.pointsMax} told decimals={by.decimals(earning.book ?? "points")} min={1} />
        )}
      </Clause>
      <Clause title={say.together}>
        <NumberAt path={[...path, "priority"]} label={say.priority} told min={-1000} none={0} />
        <TextAt path={[...path, "stacking", "label"]} label={say.label} told />
        <ManyAt path={[...path, "stacking", "excludes"]} label={say.excludes} told hint={say.noExclusion} />
        <SwitchAt path={[...path, "stacking", "by_unit"]} label={say.byUnit} />
      </Clause>
    </Rare>
  );
}
