import { DeleteOutlined } from "@ant-design/icons";
import { minorIn } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { MoneyAt, PointsAt } from "./amounts.tsx";
import { ChoiceAt, ManyAt, SwitchAt } from "./choices.tsx";
import { Rare } from "./Clause.tsx";
import type { EffectOf, Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { MeasureAt } from "./EffectMeasure.tsx";
import { useBooks } from "./EffectPoints.tsx";
import type { Form } from "./effects.ts";
import { moreWords } from "./more.words.ts";

type Earn = EffectOf<"earn">;
const FURTHER = 500;

/** What a stretch gives: so many for every so much, or so many at once where nothing is said. */
function Rate({ path, number, decimals }: { path: Path; number: string; decimals: number }) {
  const say = useWords(editorWords);
  return (
    <>
      <MoneyAt path={[...path, "per_minor"]} label={`${say.forEvery}${number}`} told={say.forEvery} optional hint={say.once} />
      <PointsAt path={[...path, "points"]} label={`${say.gives}${number}`} told={say.gives} decimals={decimals} hint="" />
    </>
  );
}

/** What the stages go by, and each with what it earns. */
function Stages({ path, effect }: Form<Earn>) {
  const say = useWords(moreWords);
  const both = useWords(editorWords);
  const { set, by } = useEditing();
  const stages = effect.stages ?? [];
  const last = stages.at(-1);
  const amount = (effect.measure ?? "amount") === "amount";
  const number = by.number(effect.measure ?? "");
  const money = amount || Boolean(number?.money);
  const decimals = number?.decimals ?? 0;
  const { currency } = usePlace();
  const further = FURTHER * (money ? minorIn(currency) : 10 ** decimals);
  return (
    <>
      <MeasureAt path={path} effect={effect} />
      {stages.map((_, place) => {
        const here: Path = [...path, "stages", place];
        const start = `${both.from} ${place + 1}`;
        return (
          <div key={place} className="clause-words">
            {money ? (
              <MoneyAt path={[...here, "start"]} label={start} told={both.from} />
            ) : (
              <PointsAt path={[...here, "start"]} label={start} told={both.from} decimals={decimals} hint="" />
            )}
            <Rate path={here} number={` ${place + 1}`} decimals={by.decimals(effect.book ?? "points")} />
            <Button
              type="text"
              aria-label={say.dropStage(place + 1)}
              icon={<DeleteOutlined aria-hidden />}
              onClick={() => set(here, undefined)}
            />
          </div>
        );
      })}
      <div className="clause-words">
        <button
          type="button"
          className="lk-link"
          onClick={() => last && set([...path, "stages", stages.length], { ...last, start: last.start + further })}
        >
          {say.addStage}
        </button>
        {amount && <SwitchAt path={[...path, "marginal"]} label={say.perSlice} />}
      </div>
    </>
  );
}

/** Points for what is paid: evenly, or by stages. */
export function EarnForm({ path, effect }: Form<Earn>) {
  const say = useWords(moreWords);
  const both = useWords(editorWords);
  const books = useBooks();
  const { set, by } = useEditing();
  const further = FURTHER * minorIn(usePlace().currency);
  const staged = Boolean(effect.stages?.length);
  const stage = () => {
    const { points = 1, per_minor = 100, ...rest } = effect;
    set(path, { ...rest, stages: [{ start: 0, points, per_minor }, { start: further, points: points * 2, per_minor }] });
  };
  const flatten = () => {
    const { stages, marginal: _, measure: _measure, ...rest } = effect;
    const [first] = stages ?? [];
    set(path, { ...rest, points: first?.points ?? 1, per_minor: first?.per_minor ?? 100 });
  };
  const rare = [effect.base, effect.not_tenders?.length, effect.rounding, effect.full_only, effect.multiplied === false].filter(Boolean).length;
  return (
    <div className="steps">
      <div className="clause-words">
        {!staged && <Rate path={path} number="" decimals={by.decimals(effect.book ?? "points")} />}
        <ChoiceAt path={[...path, "book"]} label={both.book} none="points" options={books} />
        <button type="button" className="lk-link" onClick={staged ? flatten : stage}>
          {staged ? say.flat : say.stepwise}
        </button>
      </div>
      {staged && <Stages path={path} effect={effect} />}
      <Rare set={rare}>
        <div className="clause-words">
          <ChoiceAt
            path={[...path, "base"]}
            label={say.base}
            told
            none="paid"
            options={["paid", "net", "gross"].map((value) => ({ value, label: say.bases(value) }))}
          />
          <ManyAt path={[...path, "not_tenders"]} label={say.notTenders} told hint={say.notTendersHint} />
          <ChoiceAt
            path={[...path, "rounding"]}
            label={say.rounding}
            told
            none="floor"
            options={["floor", "half_up", "ceil"].map((value) => ({ value, label: say.roundings(value) }))}
          />
          <SwitchAt path={[...path, "full_only"]} label={say.fullOnly} />
          <SwitchAt path={[...path, "multiplied"]} label={say.multiplied} unless />
        </div>
      </Rare>
    </div>
  );
}
