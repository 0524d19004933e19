import { DeleteOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input, Select } from "antd";
import { useState, type ReactNode } from "react";
import { at, type Effect, type EffectOf, type Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { ChoiceAt, DiscountAt, ManyAt, MoneyAt, NumberAt, TextAt } from "./fields.tsx";
import { giftsWords } from "./gifts.words.ts";

interface Form<E> {
  path: Path;
  effect: E;
}

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

function BundleForm({ path, effect }: Form<EffectOf<"bundle">>) {
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
            <ManyAt path={[...here, "scope", "include", 0, "categories"]} label={say.partOf(place + 1)} hint={say.anyCategory} />
            <ManyAt path={[...here, "scope", "include", 0, "products"]} label={say.partGoods(place + 1)} hint={say.anyProduct} />
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
        {say.timesMax}
        <NumberAt path={[...path, "times_max"]} label={say.timesMax} min={1} />
      </div>
    </div>
  );
}

function GiftForm({ path }: { path: Path }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  return (
    <>
      {say.giftOf}
      <NumberAt path={[...path, "units"]} label={say.giftOf} min={1} none={1} suffix={both.unit} />
      {say.giftFrom}
      <ManyAt path={[...path, "products"]} label={say.giftCodes} hint={say.giftCodes} />
      {say.giftPrice}
      <MoneyAt path={[...path, "price_minor"]} label={say.giftPrice} optional hint="0" />
      {say.giftEvery}
      <MoneyAt path={[...path, "every_minor"]} label={say.giftEvery} optional hint={say.once} />
    </>
  );
}

function UnitsForm({ path }: { path: Path }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  return (
    <>
      {say.which}
      <ChoiceAt
        path={[...path, "take"]}
        label={say.which}
        none="cheapest"
        options={["cheapest", "dearest"].map((value) => ({ value, label: say.takes(value) }))}
      />
      <NumberAt path={[...path, "units"]} label={both.quantity} min={1} none={1} suffix={both.unit} />
      <DiscountAt path={[...path, "off_bp"]} label={both.discount} none={10_000} />
      {both.atMost}
      <MoneyAt path={[...path, "cap_minor"]} label={both.atMost} optional />
    </>
  );
}

function ShippingForm({ path }: { path: Path }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  return (
    <>
      {say.shippingOff}
      <MoneyAt path={[...path, "off_minor"]} label={say.shippingOff} optional hint={say.shippingFree} />
      {both.atMost}
      <MoneyAt path={[...path, "cap_minor"]} label={both.atMost} optional />
    </>
  );
}

/** What marks a member: a tag or a right, for some days or for good. */
function MarkForm({ path, field, label }: { path: Path; field: string; label: string }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  return (
    <>
      {label}
      <TextAt path={[...path, field]} label={label} />
      {say.forDays}
      <NumberAt path={[...path, "days"]} label={say.forDays} min={1} suffix={both.days} hint={say.forGood} />
    </>
  );
}

function PricesForm({ path, effect }: Form<EffectOf<"price_list">>) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  const { set } = useEditing();
  const [code, type] = useState("");
  const add = () => {
    if (code && at(effect.prices, [code]) === undefined) set([...path, "prices"], { ...effect.prices, [code]: 1000 });
    type("");
  };
  return (
    <div className="steps">
      {Object.keys(effect.prices).map((one) => (
        <div key={one} className="clause-words">
          <span className="lk-code">{one}</span>
          <MoneyAt path={[...path, "prices", one]} label={say.price(one)} />
          <Button
            type="text"
            aria-label={both.remove(one)}
            icon={<DeleteOutlined aria-hidden />}
            onClick={() => {
              const { [one]: _gone, ...rest } = effect.prices;
              set([...path, "prices"], rest);
            }}
          />
        </div>
      ))}
      <div className="clause-words">
        <Input
          aria-label={say.priced}
          placeholder={say.priced}
          value={code}
          onChange={({ target }) => type(target.value.trim())}
          onPressEnter={add}
          style={{ width: 200 }}
        />
        <Button disabled={!code} onClick={add}>
          {say.addPrice}
        </Button>
      </div>
    </div>
  );
}

/** Return the form of the rarer effects; null when there is none. */
export function useMoreForms(): (path: Path, effect: Effect) => ReactNode {
  const say = useWords(giftsWords);
  return (path, effect) => {
    switch (effect.kind) {
      case "bundle":
        return <BundleForm path={path} effect={effect} />;
      case "gift":
        return <GiftForm path={path} />;
      case "units_off":
        return <UnitsForm path={path} />;
      case "shipping_off":
        return <ShippingForm path={path} />;
      case "give_tag":
        return <MarkForm path={path} field="tag" label={say.tag} />;
      case "grant_right":
        return <MarkForm path={path} field="right" label={say.right} />;
      case "give_badge":
        return <TextAt path={[...path, "badge"]} label={say.badge} />;
      case "price_list":
        return <PricesForm path={path} effect={effect} />;
      case "only_for":
        return (
          <>
            {say.unitsMost}
            <NumberAt path={[...path, "units_max"]} label={say.unitsMost} min={1} />
          </>
        );
      default:
        return null;
    }
  };
}
