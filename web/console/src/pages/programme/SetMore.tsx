import { DeleteOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { NumberAt } from "./amounts.tsx";
import { ChoiceAt, SwitchAt } from "./choices.tsx";
import { Clause, Rare } from "./Clause.tsx";
import type { Path, TierSet } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { moreWords } from "./more.words.ts";
import { nameOf } from "./tell.ts";

const DECAY = { percent: 10 };

/** Count the rare fields that a set of levels sets. */
function rareOf(set: TierSet): number {
  const switches = [set.reset_on_promotion, set.requires_purchase, set.reset_at_period_end === false, set.pauses_with_card];
  const others = [set.counts_from === "first_level", set.lasts === "this_period", set.decay, set.card_kind, set.late_days !== undefined];
  return [...switches, ...others].filter(Boolean).length;
}

/** How what was counted fades, if it does. */
function Fading({ path, set }: { path: Path; set: TierSet }) {
  const say = useWords(moreWords);
  const { set: change } = useEditing();
  if (!set.decay) {
    return (
      <button type="button" className="lk-link" onClick={() => change(path, DECAY)}>
        {say.fade}
      </button>
    );
  }
  return (
    <span className="field">
      <NumberAt path={[...path, "every_months"]} label={say.fadeEvery} told min={1} none={1} suffix={say.fadeMonths} />
      <NumberAt path={[...path, "percent"]} label={say.fadeBy} told min={1} suffix="%" hint="" />
      <Button type="text" aria-label={say.noFade} icon={<DeleteOutlined aria-hidden />} onClick={() => change(path, undefined)} />
    </span>
  );
}

/** What few sets of levels say: how counting starts, ends and fades, and on which card they hang. */
export function SetMore({ path, set }: { path: Path; set: TierSet }) {
  const say = useWords(moreWords);
  const both = useWords(editorWords);
  const { doc, by } = useEditing();
  const periods = set.window?.kind === "calendar" || set.window?.kind === "card_year";
  const rolling = set.window?.kind === "rolling";
  const cards = (doc.cards ?? []).map((card) => ({ value: card.code, label: nameOf(card, by.language) }));
  return (
    <Rare set={rareOf(set)}>
      <Clause title={say.counting}>
        <ChoiceAt
          path={[...path, "counts_from"]}
          label={say.countsFrom}
          none="always"
          options={["always", "first_level"].map((value) => ({ value, label: say.countsFroms(value) }))}
        />
        <SwitchAt path={[...path, "requires_purchase"]} label={both.requiresPurchase} />
        <SwitchAt path={[...path, "reset_on_promotion"]} label={both.resetOnPromotion} />
        {periods && <SwitchAt path={[...path, "reset_at_period_end"]} label={say.resetAtEnd} unless />}
        {!rolling && <Fading path={[...path, "decay"]} set={set} />}
      </Clause>
      {periods && (
        <Clause title="">
          <ChoiceAt
            path={[...path, "lasts"]}
            label={say.lasts}
            told
            none="next_period"
            options={["next_period", "this_period"].map((value) => ({ value, label: say.lastsTo(value) }))}
          />
          <NumberAt path={[...path, "late_days"]} label={say.late} told none={31} suffix={both.days} />
        </Clause>
      )}
      <Clause title={say.card}>
        <ChoiceAt
          path={[...path, "card_kind"]}
          label={say.onCard}
          told
          none=""
          options={[{ value: "", label: say.anyCard }, ...cards]}
        />
        <SwitchAt path={[...path, "pauses_with_card"]} label={say.pauses} />
      </Clause>
    </Rare>
  );
}
