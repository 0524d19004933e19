import { DeleteOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Select } from "antd";
import type { Deed, Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { NumberAt, PointsAt } from "./amounts.tsx";
import { ChoiceAt } from "./choices.tsx";
import { TextAt } from "./fields.tsx";
import { giftsWords } from "./gifts.words.ts";
import { nameOf } from "./tell.ts";

const ACTS = ["coupons.issue", "points.award", "members.tag"] as const;

/** Return how to make the first deed of an act, with what the document has to give. */
export function useFreshDeed(): (action: string) => Deed {
  const { doc } = useEditing();
  const template = doc.coupons?.[0]?.code ?? "";
  const book = doc.books?.[0]?.code ?? "points";
  return (action) => {
    if (action === "points.award") return { action, params: { book, points: 100 } };
    if (action === "coupons.issue") return { action, params: { template, count: 1 } };
    return { action, params: { tag: "" } };
  };
}

function Params({ path, deed, label }: { path: Path; deed: Deed; label: (word: string) => string }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  const { doc, by } = useEditing();
  const named = (things: readonly { code: string }[] = []) =>
    things.map((one) => ({ value: one.code, label: nameOf(one, by.language) }));
  if (deed.action === "coupons.issue") {
    return (
      <>
        <NumberAt path={[...path, "count"]} label={label(say.count)} min={1} none={1} suffix={both.piece} />
        <ChoiceAt path={[...path, "template"]} label={label(say.coupon)} options={named(doc.coupons)} />
      </>
    );
  }
  if (deed.action === "points.award") {
    return (
      <>
        <PointsAt path={[...path, "points"]} label={label(say.points)} decimals={by.decimals(String(deed.params?.["book"] ?? ""))} min={1} />
        <ChoiceAt path={[...path, "book"]} label={label(say.book)} options={named(doc.books)} />
      </>
    );
  }
  return (
    <>
      <TextAt path={[...path, "tag"]} label={label(say.tag)} />
      {deed.action === "members.tag" && (
        <>
          {say.forDays}
          <NumberAt path={[...path, "days"]} label={label(say.forDays)} min={1} suffix={both.days} hint={say.forGood} />
        </>
      )}
    </>
  );
}

/** What a gift or a rung gives: one line a thing. */
export function DeedsForm({ path, deeds, of }: { path: Path; deeds: readonly Deed[]; of: string }) {
  const say = useWords(giftsWords);
  const { set } = useEditing();
  const fresh = useFreshDeed();
  return (
    <div className="steps">
      {deeds.map((deed, place) => {
        const here = [...path, place];
        const label = (word: string) => `${of} ${word} ${place + 1}`;
        const acts = ACTS.some((act) => act === deed.action) ? ACTS : [...ACTS, deed.action];
        return (
          <div key={place} className="clause-words">
            {say.give}
            <Select
              aria-label={label(say.act)}
              value={deed.action}
              options={acts.map((value) => ({ value, label: say.acts(value) }))}
              popupMatchSelectWidth={false}
              onChange={(action: string) => set(here, fresh(action))}
            />
            <Params path={[...here, "params"]} deed={deed} label={label} />
            {deeds.length > 1 && (
              <Button
                type="text"
                aria-label={say.dropDeed(place + 1)}
                icon={<DeleteOutlined aria-hidden />}
                onClick={() => set(here, undefined)}
              />
            )}
          </div>
        );
      })}
      <button type="button" className="lk-link" onClick={() => set([...path, deeds.length], fresh("coupons.issue"))}>
        {say.addDeed}
      </button>
    </div>
  );
}
