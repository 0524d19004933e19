import { DeleteOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Select } from "antd";
import { DiscountAt, MoneyAt, NumberAt } from "./amounts.tsx";
import { SwitchAt } from "./choices.tsx";
import type { EffectOf, Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import type { Form } from "./effects.ts";
import { moreWords } from "./more.words.ts";

type Threshold = EffectOf<"threshold_off">;
type Step = Threshold["steps"][number];

const WAYS = ["off_minor", "off_bp", "price_minor"] as const;
type Way = (typeof WAYS)[number];
const FIRST = { off_minor: 1000, off_bp: 1000, price_minor: 10_000 };
const FIRST_UNITS = 2;
const FIRST_MINOR = 10_000;

function wayOf(step: Step): Way {
  if (typeof step.price_minor === "number") return "price_minor";
  return step.off_bp ? "off_bp" : "off_minor";
}

interface StepProps {
  path: Path;
  step: Step;
  place: number;
  of: Threshold;
}

/** One step: what reaches it, and what it gives. */
function StepForm({ path, step, place, of }: StepProps) {
  const say = useWords(moreWords);
  const both = useWords(editorWords);
  const { set } = useEditing();
  const way = wayOf(step);
  const number = place + 1;
  const reach = `${both.reaches} ${number}`;
  const full = of.every ? both.forEvery : both.reaches;
  const given = `${say.ways(way)} ${number}`;
  return (
    <div className="clause-words">
      {of.basis === "quantity" ? (
        <NumberAt path={[...path, "at"]} label={reach} told={full} suffix={both.unit} min={1} hint="" />
      ) : (
        <MoneyAt path={[...path, "at"]} label={reach} told={full} />
      )}
      <Select
        aria-label={say.way(number)}
        value={way}
        options={WAYS.map((value) => ({ value, label: say.ways(value) }))}
        popupMatchSelectWidth={false}
        onChange={(chosen) => set(path, { at: step.at, [chosen]: FIRST[chosen] })}
      />
      {way === "off_bp" ? (
        <DiscountAt path={[...path, way]} label={`${both.discount} ${number}`} />
      ) : (
        <MoneyAt path={[...path, way]} label={given} />
      )}
      {of.steps.length > 1 && (
        <Button type="text" aria-label={say.dropStep(number)} icon={<DeleteOutlined aria-hidden />} onClick={() => set(path, undefined)} />
      )}
    </div>
  );
}

/** What reaching an amount or a number of units takes off. */
export function ThresholdForm({ path, effect }: Form<Threshold>) {
  const say = useWords(moreWords);
  const both = useWords(editorWords);
  const { set } = useEditing();
  const last = effect.steps.at(-1);
  const basis = effect.basis ?? "amount";
  // An amount is no number of units: the steps begin anew.
  const count = (chosen: "amount" | "quantity") => {
    const first = { at: chosen === "quantity" ? FIRST_UNITS : FIRST_MINOR, off_bp: FIRST.off_bp };
    set(path, { ...effect, basis: chosen === "amount" ? undefined : chosen, steps: [first] });
  };
  return (
    <div className="steps">
      <div className="clause-words">
        <Select
          aria-label={say.basis}
          value={basis}
          options={(["amount", "quantity"] as const).map((value) => ({ value, label: say.basisOf(value) }))}
          popupMatchSelectWidth={false}
          onChange={count}
        />
        <SwitchAt path={[...path, "every"]} label={say.every} />
      </div>
      {effect.steps.map((step, place) => (
        <StepForm key={place} path={[...path, "steps", place]} step={step} place={place} of={effect} />
      ))}
      <button
        type="button"
        className="lk-link"
        onClick={() => last && set([...path, "steps"], [...effect.steps, { ...last, at: last.at * 2 }])}
      >
        {both.addStep}
      </button>
      <div className="clause-words">
        <MoneyAt path={[...path, "cap_minor"]} label={both.atMost} told optional />
        {effect.every && <NumberAt path={[...path, "times_max"]} label={say.times} told min={1} />}
      </div>
    </div>
  );
}
