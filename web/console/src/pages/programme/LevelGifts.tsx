import { DeleteOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { DeedsForm, useFreshDeed } from "./DeedsForm.tsx";
import { freshCode, type Gift, type Level, type Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { NumberAt } from "./amounts.tsx";
import { ChoiceAt } from "./choices.tsx";
import { Clause } from "./Clause.tsx";
import { TextAt } from "./fields.tsx";
import { giftsWords } from "./gifts.words.ts";
import { nameOf } from "./tell.ts";

const WHENS = ["entering", "monthly", "birthday", "anniversary", "purchases", "falling"] as const;

/** The rights of a level, in words of both languages. */
function Benefits({ path, level }: { path: Path; level: Level }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  const { by, set } = useEditing();
  const benefits = level.benefits ?? [];
  const add = () => {
    const made = { code: freshCode("right", benefits), name: giftsWords.en.newBenefit, name_zh: giftsWords.zh.newBenefit };
    set([...path, benefits.length], made);
  };
  return (
    <Clause title={say.benefits}>
      <div className="steps">
        {benefits.map((one, place) => (
          <div key={one.code} className="clause-words">
            <TextAt path={[...path, place, "name_zh"]} label={say.benefitZh(place + 1)} />
            <TextAt path={[...path, place, "name"]} label={say.benefitEn(place + 1)} wide />
            <Button
              type="text"
              aria-label={both.remove(nameOf(one, by.language))}
              icon={<DeleteOutlined aria-hidden />}
              onClick={() => set([...path, place], undefined)}
            />
          </div>
        ))}
        <button type="button" className="lk-link" onClick={add}>
          {say.addBenefit}
        </button>
      </div>
    </Clause>
  );
}

function GiftForm({ path, gift }: { path: Path; gift: Gift }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  const { by, set } = useEditing();
  const name = nameOf(gift, by.language);
  return (
    <fieldset className="gift">
      <legend className="lk-2">{name}</legend>
      <div className="clause-words">
        <TextAt path={[...path, "name_zh"]} label={`${name} ${both.nameZh}`} />
        <TextAt path={[...path, "name"]} label={`${name} ${both.nameEn}`} />
        <ChoiceAt
          path={[...path, "when"]}
          label={`${name} ${say.when}`}
          options={WHENS.map((value) => ({ value, label: say.whens(value) }))}
        />
        {gift.when === "purchases" && (
          <NumberAt path={[...path, "every"]} label={`${name} ${say.every}`} min={1} suffix={say.times} />
        )}
        {gift.when === "entering" && (
          <ChoiceAt
            path={[...path, "again"]}
            label={`${name} ${say.again}`}
            none="never"
            options={["never", "each_period"].map((value) => ({ value, label: say.agains(value) }))}
          />
        )}
        <Button
          type="text"
          aria-label={both.remove(name)}
          icon={<DeleteOutlined aria-hidden />}
          onClick={() => set(path, undefined)}
        />
      </div>
      <DeedsForm path={[...path, "deeds"]} deeds={gift.deeds} of={name} />
    </fieldset>
  );
}

/** What a level brings: its rights in words, and its gifts with their occasions. */
export function LevelGifts({ path, level }: { path: Path; level: Level }) {
  const say = useWords(giftsWords);
  const { doc, set } = useEditing();
  const fresh = useFreshDeed();
  const gifts = level.grants ?? [];
  const empty = !doc.coupons?.length && !doc.books?.length;
  const add = () => {
    const made: Gift = {
      code: freshCode("gift", gifts),
      name: giftsWords.en.newGift,
      name_zh: giftsWords.zh.newGift,
      when: "entering",
      deeds: [fresh(doc.coupons?.length ? "coupons.issue" : "points.award")],
    };
    set([...path, "grants", gifts.length], made);
  };
  return (
    <>
      <Benefits path={[...path, "benefits"]} level={level} />
      <Clause title={say.gifts}>
        <div className="steps">
          {gifts.map((gift, place) => (
            <GiftForm key={gift.code} path={[...path, "grants", place]} gift={gift} />
          ))}
          {empty ? (
            <span className="lk-2">{say.noCouponsYet}</span>
          ) : (
            <button type="button" className="lk-link" onClick={add}>
              {say.addGift}
            </button>
          )}
        </div>
      </Clause>
    </>
  );
}
