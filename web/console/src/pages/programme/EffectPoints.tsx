import { useWords } from "@liuke/kit/scheme.tsx";
import { MoneyAt, NumberAt } from "./amounts.tsx";
import { ChoiceAt } from "./choices.tsx";
import type { EffectOf, Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { nameOf } from "./tell.ts";
import type { Form } from "./effects.ts";

function useBooks() {
  const { doc, by } = useEditing();
  return (doc.books ?? []).map((book) => ({ value: book.code, label: nameOf(book, by.language) }));
}

/** Points for what is paid. */
export function EarnForm({ path, effect }: Form<EffectOf<"earn">>) {
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

/** Points times a factor. */
export function MultiplyForm({ path }: { path: Path }) {
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

/** Points as money. */
export function PayForm({ path }: { path: Path }) {
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
