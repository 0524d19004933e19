import { useWords } from "@liuke/kit/scheme.tsx";
import { NumberAt } from "./amounts.tsx";
import { ChoiceAt } from "./choices.tsx";
import type { Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { TextAt } from "./fields.tsx";
import { giftsWords } from "./gifts.words.ts";
import { nameOf } from "./tell.ts";

/** Coupons of a template. */
export function IssueForm({ path }: { path: Path }) {
  const say = useWords(editorWords);
  const { doc, by } = useEditing();
  const options = (doc.coupons ?? []).map((one) => ({ value: one.code, label: nameOf(one, by.language) }));
  return (
    <>
      <NumberAt path={[...path, "count"]} label={say.issue} told min={1} none={1} suffix={say.piece} />
      <ChoiceAt path={[...path, "template"]} label={say.coupon} options={options} />
    </>
  );
}

/** What marks a member: a tag or a right, for some days or for good. */
export function MarkForm({ path, field, label }: { path: Path; field: string; label: string }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  return (
    <>
      <TextAt path={[...path, field]} label={label} told />
      <NumberAt path={[...path, "days"]} label={say.forDays} told min={1} suffix={both.days} hint={say.forGood} />
    </>
  );
}
