import { useWords } from "@liuke/kit/scheme.tsx";
import { MoneyAt, NumberAt, PointsAt } from "./amounts.tsx";
import { ChoiceAt } from "./choices.tsx";
import type { EffectOf, Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import type { Form } from "./effects.ts";
import { moreWords } from "./more.words.ts";
import { nameOf } from "./tell.ts";

/** Return the kinds of points there are to choose from. */
export function useBooks() {
  const { doc, by } = useEditing();
  return (doc.books ?? []).map((book) => ({ value: book.code, label: nameOf(book, by.language) }));
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
export function PayForm({ path, effect }: Form<EffectOf<"pay_with_points">>) {
  const say = useWords(editorWords);
  const more = useWords(moreWords);
  const books = useBooks();
  const decimals = useEditing().by.decimals(effect.book);
  return (
    <>
      <PointsAt path={[...path, "points"]} label={say.pointsPay} decimals={decimals} min={1} none={1} />
      <ChoiceAt path={[...path, "book"]} label={say.book} options={books} />
      <MoneyAt path={[...path, "worth_minor"]} label={say.pay} told />
      <NumberAt path={[...path, "share_bp_max"]} label={say.atMostShare} told scale={100} none={100} suffix="%" />
      <PointsAt path={[...path, "step_points"]} label={more.step} told decimals={decimals} min={1} none={1} />
      <MoneyAt path={[...path, "keep_minor"]} label={more.keep} told optional hint="0" />
    </>
  );
}
