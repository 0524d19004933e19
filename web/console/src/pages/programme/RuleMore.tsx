import { useWords } from "@liuke/kit/scheme.tsx";
import type { Path, Rule } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { NumberAt } from "./amounts.tsx";
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
  const { stores } = useEditing();
  const options = stores.map((store) => ({ value: store.code, label: store.name }));
  return (
    <Rare set={rareOf(rule)}>
      <Clause title={say.where}>
        {say.notInStores}
        <ManyAt path={[...path, "where", "not_stores"]} label={say.notInStores} options={options} hint={say.noStores} />
        {say.channels}
        <ManyAt path={[...path, "where", "channels"]} label={say.channels} hint={say.allChannels} />
        {say.codes}
        <ManyAt path={[...path, "where", "codes"]} label={say.codes} hint={say.noCode} />
      </Clause>
      <Clause title={say.when}>
        {say.yearDays}
        <ManyAt path={[...path, "window", "dates"]} label={say.yearDays} hint="11-11" />
      </Clause>
      <Clause title={say.limit}>
        {say.perOrder}
        <NumberAt path={[...path, "limits", "per_order"]} label={say.perOrder} min={1} />
        {say.perDay}
        <NumberAt path={[...path, "limits", "per_day"]} label={say.perDay} min={1} />
        {say.perStore}
        <NumberAt path={[...path, "limits", "per_store"]} label={say.perStore} min={1} />
        {say.total}
        <NumberAt path={[...path, "limits", "total"]} label={say.total} min={1} />
        {more.countingUse}
        <ChoiceAt
          path={[...path, "limits", "counting"]}
          label={more.countingUse}
          none="orders"
          options={["orders", "times", "units"].map((value) => ({ value, label: more.uses(value) }))}
        />
        {rule.effects.some((effect) => effect.kind === "earn") && (
          <>
            {more.pointsMax}
            <NumberAt path={[...path, "limits", "points_max"]} label={more.pointsMax} min={1} />
          </>
        )}
      </Clause>
      <Clause title={say.together}>
        {say.priority}
        <NumberAt path={[...path, "priority"]} label={say.priority} min={-1000} none={0} />
        {say.label}
        <TextAt path={[...path, "stacking", "label"]} label={say.label} />
        {say.excludes}
        <ManyAt path={[...path, "stacking", "excludes"]} label={say.excludes} hint={say.noExclusion} />
        <SwitchAt path={[...path, "stacking", "by_unit"]} label={say.byUnit} />
      </Clause>
    </Rare>
  );
}
