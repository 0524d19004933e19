import { useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import type { ReactNode } from "react";
import type { Effect, EffectOf, Path } from "./document.ts";
import { useMoreForms } from "./EffectMore.tsx";
import { freshEffect } from "./effects.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { ChoiceAt, DiscountAt, MoneyAt, NumberAt } from "./fields.tsx";
import { giftsWords } from "./gifts.words.ts";
import { nameOf } from "./tell.ts";

interface Form<E> {
  path: Path;
  effect: E;
}

function useBooks() {
  const { doc, by } = useEditing();
  return (doc.books ?? []).map((book) => ({ value: book.code, label: nameOf(book, by.language) }));
}

function Percent({ path }: Form<EffectOf<"percent_off">>) {
  const say = useWords(editorWords);
  return (
    <>
      <DiscountAt path={[...path, "off_bp"]} label={say.discount} />
      {say.atMost}
      <MoneyAt path={[...path, "cap_minor"]} label={say.atMost} optional />
    </>
  );
}

function Amount({ path }: Form<EffectOf<"amount_off">>) {
  const say = useWords(editorWords);
  return (
    <>
      <ChoiceAt
        path={[...path, "per"]}
        label={say.per}
        none="across"
        options={(["across", "line", "unit"] as const).map((value) => ({ value, label: say.pers(value) }))}
      />
      {say.minus}
      <MoneyAt path={[...path, "off_minor"]} label={say.minus} />
    </>
  );
}

function Price({ path }: Form<EffectOf<"fixed_price">>) {
  const say = useWords(editorWords);
  return (
    <>
      {say.eachFor}
      <MoneyAt path={[...path, "price_minor"]} label={say.eachFor} />
    </>
  );
}

function Threshold({ path, effect }: Form<EffectOf<"threshold_off">>) {
  const say = useWords(editorWords);
  const { set } = useEditing();
  const last = effect.steps.at(-1);
  return (
    <div className="steps">
      {effect.steps.map((step, place) => {
        const here = [...path, "steps", place];
        const reach = `${say.reaches} ${place + 1}`;
        return (
          <div key={place} className="clause-words">
            {effect.every ? say.forEvery : say.reaches}
            {effect.basis === "quantity" ? (
              <NumberAt path={[...here, "at"]} label={reach} suffix={say.unit} min={1} />
            ) : (
              <MoneyAt path={[...here, "at"]} label={reach} />
            )}
            {step.off_bp ? (
              <DiscountAt path={[...here, "off_bp"]} label={`${say.discount} ${place + 1}`} />
            ) : (
              <>
                {say.minus}
                <MoneyAt path={[...here, "off_minor"]} label={`${say.minus} ${place + 1}`} />
              </>
            )}
          </div>
        );
      })}
      <button
        type="button"
        className="lk-link"
        onClick={() => last && set([...path, "steps"], [...effect.steps, { ...last, at: last.at * 2 }])}
      >
        {say.addStep}
      </button>
    </div>
  );
}

function EarnForm({ path, effect }: Form<EffectOf<"earn">>) {
  const say = useWords(editorWords);
  const books = useBooks();
  const { by } = useEditing();
  if (effect.stages?.length) {
    return (
      <div className="steps">
        {effect.stages.map((stage, place) => (
          <div key={place} className="clause-words">
            {say.from}
            <MoneyAt path={[...path, "stages", place, "start"]} label={`${say.from} ${place + 1}`} />
            {stage.per_minor ? say.forEvery : say.once}
            {Boolean(stage.per_minor) && (
              <MoneyAt path={[...path, "stages", place, "per_minor"]} label={`${say.forEvery} ${place + 1}`} />
            )}
            {say.gives}
            <NumberAt path={[...path, "stages", place, "points"]} label={`${say.gives} ${place + 1}`} />
            {by.call(effect.book ?? "points")}
          </div>
        ))}
      </div>
    );
  }
  return (
    <>
      {say.forEvery}
      <MoneyAt path={[...path, "per_minor"]} label={say.forEvery} />
      {say.gives}
      <NumberAt path={[...path, "points"]} label={say.gives} />
      <ChoiceAt path={[...path, "book"]} label={say.book} none="points" options={books} />
    </>
  );
}

function MultiplyForm({ path }: Form<EffectOf<"multiply">>) {
  const say = useWords(editorWords);
  const books = useBooks();
  return (
    <>
      <ChoiceAt path={[...path, "book"]} label={say.book} none="points" options={books} />
      ×
      <NumberAt path={[...path, "factor_bp"]} label={say.factor} scale={10_000} />
    </>
  );
}

function Pay({ path }: Form<EffectOf<"pay_with_points">>) {
  const say = useWords(editorWords);
  const books = useBooks();
  return (
    <>
      <NumberAt path={[...path, "points"]} label={say.pointsPay} min={1} none={1} />
      <ChoiceAt path={[...path, "book"]} label={say.book} options={books} />
      {say.pay}
      <MoneyAt path={[...path, "worth_minor"]} label={say.pay} />
      {say.atMostShare}
      <NumberAt path={[...path, "share_bp_max"]} label={say.atMostShare} scale={100} none={100} suffix="%" />
    </>
  );
}

function Buy({ path }: Form<EffectOf<"buy_get">>) {
  const say = useWords(editorWords);
  return (
    <>
      {say.buy}
      <NumberAt path={[...path, "buy"]} label={say.buy} min={1} suffix={say.unit} />
      {say.get}
      <NumberAt path={[...path, "get"]} label={say.get} min={1} none={1} suffix={say.unit} />
    </>
  );
}

function Issue({ path }: Form<EffectOf<"issue_coupon">>) {
  const say = useWords(editorWords);
  const { doc, by } = useEditing();
  const options = (doc.coupons ?? []).map((one) => ({ value: one.code, label: nameOf(one, by.language) }));
  return (
    <>
      {say.issue}
      <NumberAt path={[...path, "count"]} label={say.issue} min={1} none={1} suffix={say.piece} />
      <ChoiceAt path={[...path, "template"]} label={say.coupon} options={options} />
    </>
  );
}

/** Return the form of a common effect; null for the rarer ones. */
function formOf(path: Path, effect: Effect): ReactNode {
  switch (effect.kind) {
    case "percent_off":
      return <Percent path={path} effect={effect} />;
    case "amount_off":
      return <Amount path={path} effect={effect} />;
    case "fixed_price":
      return <Price path={path} effect={effect} />;
    case "threshold_off":
      return <Threshold path={path} effect={effect} />;
    case "earn":
      return <EarnForm path={path} effect={effect} />;
    case "multiply":
      return <MultiplyForm path={path} effect={effect} />;
    case "pay_with_points":
      return <Pay path={path} effect={effect} />;
    case "buy_get":
      return <Buy path={path} effect={effect} />;
    case "issue_coupon":
      return <Issue path={path} effect={effect} />;
    default:
      return null;
  }
}

/** What a rule gives: its kind, and its words with fields. */
export function EffectForm({ path, effect, kinds, number }: Form<Effect> & { kinds: readonly Effect["kind"][]; number: number }) {
  const say = useWords(giftsWords);
  const { doc, set } = useEditing();
  const more = useMoreForms();
  const offered = kinds.includes(effect.kind) ? kinds : [effect.kind, ...kinds];
  return (
    <>
      <Select
        aria-label={number === 1 ? say.kind : `${say.kind} ${number}`}
        value={effect.kind}
        options={offered.map((value) => ({ value, label: say.kinds(value) }))}
        popupMatchSelectWidth={false}
        onChange={(kind) => set(path, freshEffect(kind, doc))}
      />
      {formOf(path, effect) ?? more(path, effect)}
    </>
  );
}
