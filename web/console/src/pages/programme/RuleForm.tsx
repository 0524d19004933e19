import { DeleteOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { levelsOf, type Path, type Rule } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { EffectForm } from "./EffectForm.tsx";
import { EARNING_KINDS, freshEffect, PAYING_KINDS, PROMOTION_KINDS } from "./effects.ts";
import { editorWords } from "./editor.words.ts";
import { MoneyAt, NumberAt } from "./amounts.tsx";
import { ChoiceAt, ManyAt, SwitchAt } from "./choices.tsx";
import { Clause } from "./Clause.tsx";
import { TextAt } from "./fields.tsx";
import { giftsWords } from "./gifts.words.ts";
import { moreWords } from "./more.words.ts";
import { RareFields } from "./RuleMore.tsx";
import { RuleWhen } from "./RuleWhen.tsx";
import { ScopeAt } from "./ScopeAt.tsx";
import { nameOf, togetherOf } from "./tell.ts";
import { WhenAt } from "./WhenAt.tsx";

/** What a rule gives: one clause an effect, and one more where it may give more. */
function Effects({ path, rule }: { path: Path; rule: Rule }) {
  const say = useWords(editorWords);
  const gifts = useWords(giftsWords);
  const { doc, set } = useEditing();
  const kinds = rule.stage === "earning" ? EARNING_KINDS : rule.stage === "points" ? PAYING_KINDS : PROMOTION_KINDS;
  const first = kinds[0] ?? "percent_off";
  return (
    <>
      {rule.effects.map((effect, place) => (
        <Clause key={`${effect.kind} ${place}`} title={say.what}>
          <EffectForm path={[...path, place]} effect={effect} kinds={kinds} number={place + 1} />
          {rule.effects.length > 1 && (
            <Button
              type="text"
              aria-label={gifts.dropDeed(place + 1)}
              icon={<DeleteOutlined aria-hidden />}
              onClick={() => set([...path, place], undefined)}
            />
          )}
        </Clause>
      ))}
      {rule.stage !== "points" && (
        <Clause title="">
          <button
            type="button"
            className="lk-link"
            onClick={() => set([...path, rule.effects.length], freshEffect(first, doc))}
          >
            {gifts.addEffect}
          </button>
        </Clause>
      )}
    </>
  );
}

/** A rule as five sentences: who, when, what, limit, together. */
export function RuleForm({ path, rule }: { path: Path; rule: Rule }) {
  const say = useWords(editorWords);
  const more = useWords(moreWords);
  const { doc, stores, by } = useEditing();
  const levels = levelsOf(doc).map(({ level }) => ({ value: level.code, label: nameOf(level, by.language) }));
  const groups = (doc.groups ?? []).filter((group) => group.stage === (rule.stage ?? "limited"));
  const earning = rule.stage === "earning" || rule.stage === "points";
  return (
    <div className="rule-form">
      <Clause title={say.name}>
        <TextAt path={[...path, "name_zh"]} label={say.nameZh} />
        <TextAt path={[...path, "name"]} label={say.nameEn} />
        {!earning && (
          <ChoiceAt
            path={[...path, "stage"]}
            label={say.stage}
            none="limited"
            options={(["activity", "member", "limited", "threshold", "shipping"] as const).map((value) => ({
              value,
              label: say.stages(value),
            }))}
          />
        )}
      </Clause>
      <Clause title={say.who}>
        <ManyAt path={[...path, "where", "tiers"]} label={say.whoLevels} options={levels} hint={say.anyLevel} />
        <SwitchAt path={[...path, "where", "members_only"]} label={say.membersOnly} />
        <ManyAt
          path={[...path, "where", "stores"]}
          label={say.inStores}
          options={stores.map((store) => ({ value: store.code, label: store.name }))}
          hint={say.allStores}
        />
      </Clause>
      <RuleWhen path={path} rule={rule} />
      <Clause title={say.onlyIf}>
        <WhenAt path={[...path, "when"]} />
      </Clause>
      <Effects path={[...path, "effects"]} rule={rule} />
      <Clause title={say.goods}>
        <ScopeAt path={[...path, "scope"]} />
      </Clause>
      <Clause title={say.limit}>
        <MoneyAt path={[...path, "minimum", "amount_minor"]} label={say.minimum} told optional />
        <NumberAt path={[...path, "minimum", "units"]} label={more.minimumUnits} told min={1} />
        <NumberAt path={[...path, "limits", "per_member_day"]} label={say.perMemberDay} told min={1} />
        <NumberAt path={[...path, "limits", "per_member"]} label={say.perMember} told min={1} />
        <MoneyAt path={[...path, "limits", "budget_minor"]} label={say.budget} told optional />
      </Clause>
      <Clause title={say.together}>
        {groups.length > 0 && (
          <ChoiceAt
            path={[...path, "group"]}
            label={say.group}
            none=""
            options={[
              { value: "", label: say.noGroup },
              ...groups.map((group) => ({ value: group.code, label: group.code })),
            ]}
          />
        )}
        <span className="lk-2">{togetherOf(rule, by)}</span>
      </Clause>
      <RareFields path={path} rule={rule} />
    </div>
  );
}
