import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import type { Path, TierSet } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { MoneyAt, PointsAt } from "./amounts.tsx";
import { SwitchAt } from "./choices.tsx";
import { Rare } from "./Clause.tsx";
import { ColourAt, TextAt } from "./fields.tsx";
import { LevelGifts } from "./LevelGifts.tsx";
import { entryOf } from "./standing.ts";
import { nameOf } from "./tell.ts";

/** One level: its name and colour, what reaches and keeps it, its rights and gifts. */
export function LevelForm({ path, set, place }: { path: Path; set: TierSet; place: number }) {
  const say = useWords(editorWords);
  const { by, set: change } = useEditing();
  const level = set.levels[place];
  if (!level) return null;
  const spend = set.basis.kind === "spend";
  const decimals = by.decimals(set.basis.book ?? "");
  const name = nameOf(level, by.language);
  return (
    <fieldset className="level">
      <legend>
        <span className="level-mark" style={{ background: level.colour || "var(--lk-text-3)" }} /> {name}
        <span className="lk-2"> {entryOf(set, level, by)}</span>
      </legend>
      <div className="clause-words">
        <TextAt path={[...path, "name_zh"]} label={say.nameZh} />
        <TextAt path={[...path, "name"]} label={say.nameEn} />
        <ColourAt path={[...path, "colour"]} label={say.colour} />
        {spend ? (
          <MoneyAt path={[...path, "entry_threshold"]} label={`${say.entry} ${name}`} told={say.entry} optional hint={say.notByAmount} />
        ) : (
          <PointsAt path={[...path, "entry_threshold"]} label={`${say.entry} ${name}`} told={say.entry} decimals={decimals} hint={say.notByAmount} />
        )}
        {spend ? (
          <MoneyAt path={[...path, "retention_threshold"]} label={`${say.retention} ${name}`} told={say.retention} optional hint={say.asEntry} />
        ) : (
          <PointsAt path={[...path, "retention_threshold"]} label={`${say.retention} ${name}`} told={say.retention} decimals={decimals} hint={say.asEntry} />
        )}
      </div>
      <Rare set={[level.entry_purchase_minor, level.entry_card, level.never_falls].filter(Boolean).length}>
        <div className="clause-words">
          <MoneyAt path={[...path, "entry_purchase_minor"]} label={say.onePurchase} told optional />
          <SwitchAt path={[...path, "entry_card"]} label={say.entryCard} />
          <SwitchAt path={[...path, "never_falls"]} label={say.neverFalls} />
          <Button type="text" danger onClick={() => change(path, undefined)}>
            {say.remove(name)}
          </Button>
        </div>
      </Rare>
      <LevelGifts path={path} level={level} />
    </fieldset>
  );
}
