import { DeleteOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Select } from "antd";
import { DiscountAt, MoneyAt, NumberAt } from "./amounts.tsx";
import type { EffectOf, Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { giftsWords } from "./gifts.words.ts";
import type { Form } from "./effects.ts";
import { GoodsAt } from "./GoodsAt.tsx";
import { ScopeAt } from "./ScopeAt.tsx";

const WAYS = ["price_minor", "off_minor", "off_bp"] as const;

const FIRST = { price_minor: 10_000, off_minor: 1000, off_bp: 1000 };

/** How a set of goods is cheaper: at a price, by an amount or by a share. */
function SetPrice({ path, effect }: Form<EffectOf<"bundle">>) {
  const say = useWords(giftsWords);
  const { set } = useEditing();
  const now = WAYS.find((way) => typeof effect[way] === "number" && effect[way] !== 0) ?? "price_minor";
  const choose = (way: (typeof WAYS)[number]) => {
    const { price_minor: _price, off_minor: _off, off_bp: _share, ...rest } = effect;
    set(path, { ...rest, [way]: FIRST[way] });
  };
  return (
    <>
      {say.setFor}
      <Select
        aria-label={say.way}
        value={now}
        options={WAYS.map((value) => ({ value, label: say.ways(value) }))}
        onChange={choose}
        popupMatchSelectWidth={false}
      />
      {now === "off_bp" ? (
        <DiscountAt path={[...path, now]} label={say.way} />
      ) : (
        <MoneyAt path={[...path, now]} label={`${say.setFor} ${say.ways(now)}`} />
      )}
    </>
  );
}

/** A set of goods at a price, by an amount or by a share. */
export function BundleForm({ path, effect }: Form<EffectOf<"bundle">>) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  const { set } = useEditing();
  return (
    <div className="steps">
      <span>{say.parts}</span>
      {effect.parts.map((_, place) => {
        const here: Path = [...path, "parts", place];
        return (
          <div key={place} className="clause-words">
            <NumberAt path={[...here, "units"]} label={say.partUnits(place + 1)} min={1} none={1} suffix={both.unit} />
            <ScopeAt path={[...here, "scope"]} all={say.anyGoods} label={(what) => say.partOf(place + 1, what)} />
            {effect.parts.length > 1 && (
              <Button
                type="text"
                aria-label={say.dropPart(place + 1)}
                icon={<DeleteOutlined aria-hidden />}
                onClick={() => set(here, undefined)}
              />
            )}
          </div>
        );
      })}
      <button
        type="button"
        className="lk-link"
        onClick={() => set([...path, "parts", effect.parts.length], { scope: {}, units: 1 })}
      >
        {say.addPart}
      </button>
      <div className="clause-words">
        <SetPrice path={path} effect={effect} />
        <NumberAt path={[...path, "times_max"]} label={say.timesMax} told min={1} />
      </div>
    </div>
  );
}

/** Goods given along. */
export function GiftForm({ path }: { path: Path }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  return (
    <>
      <NumberAt path={[...path, "units"]} label={say.giftOf} told min={1} none={1} suffix={both.unit} />
      {say.giftFrom}
      <GoodsAt path={[...path, "products"]} kind="product" label={say.giftCodes} />
      <MoneyAt path={[...path, "price_minor"]} label={say.giftPrice} told optional hint="0" />
      <MoneyAt path={[...path, "every_minor"]} label={say.giftEvery} told optional hint={say.once} />
    </>
  );
}
