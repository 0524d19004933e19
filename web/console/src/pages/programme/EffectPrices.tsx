import { DeleteOutlined } from "@ant-design/icons";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useKnown } from "../../conditions/goods.ts";
import { GoodName, GoodsPick } from "../../conditions/GoodsPick.tsx";
import { DiscountAt, MoneyAt, NumberAt } from "./amounts.tsx";
import { ChoiceAt } from "./choices.tsx";
import { at, type EffectOf, type Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { giftsWords } from "./gifts.words.ts";
import type { Form } from "./effects.ts";
import { moreWords } from "./more.words.ts";

/** A share off the goods. */
export function PercentForm({ path }: { path: Path }) {
  const say = useWords(editorWords);
  const more = useWords(moreWords);
  return (
    <>
      <DiscountAt path={[...path, "off_bp"]} label={say.discount} />
      <MoneyAt path={[...path, "cap_minor"]} label={say.atMost} told optional />
      <ChoiceAt
        path={[...path, "per"]}
        label={more.roundedPer}
        told
        none="across"
        options={(["across", "line", "unit"] as const).map((value) => ({ value, label: say.pers(value) }))}
      />
    </>
  );
}

/** An amount off, once, on each line or on each unit. */
export function AmountForm({ path }: { path: Path }) {
  const say = useWords(editorWords);
  return (
    <>
      <ChoiceAt
        path={[...path, "per"]}
        label={say.per}
        none="across"
        options={(["across", "line", "unit"] as const).map((value) => ({ value, label: say.pers(value) }))}
      />
      <MoneyAt path={[...path, "off_minor"]} label={say.minus} told />
    </>
  );
}

/** One price for each unit. */
export function PriceForm({ path }: { path: Path }) {
  const say = useWords(editorWords);
  return (
    <>
      <MoneyAt path={[...path, "price_minor"]} label={say.eachFor} told />
    </>
  );
}

/** A price of its own for each product. */
export function PricesForm({ path, effect }: Form<EffectOf<"price_list">>) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  const { set } = useEditing();
  const codes = Object.keys(effect.prices);
  const known = useKnown("either", codes);
  const add = (code: string) => {
    if (at(effect.prices, [code]) === undefined) set([...path, "prices"], { ...effect.prices, [code]: 1000 });
  };
  return (
    <div className="steps">
      {codes.map((one) => (
        <div key={one} className="clause-words">
          <GoodName code={one} of={known.get(one)} kind="either" />
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
      <GoodsPick kind="either" code="" label={say.priced} hint={say.addPrice} onChange={add} />
    </div>
  );
}

/** Some of the units cheaper. */
export function UnitsForm({ path }: { path: Path }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  return (
    <>
      <ChoiceAt
        path={[...path, "take"]}
        label={say.which}
        told
        none="cheapest"
        options={["cheapest", "dearest"].map((value) => ({ value, label: say.takes(value) }))}
      />
      <NumberAt path={[...path, "units"]} label={both.quantity} min={1} none={1} suffix={both.unit} />
      <DiscountAt path={[...path, "off_bp"]} label={both.discount} none={10_000} />
      <MoneyAt path={[...path, "cap_minor"]} label={both.atMost} told optional />
      <MoneyAt path={[...path, "keep_minor"]} label={say.keepEach} told optional hint="0" />
    </>
  );
}

/** Shipping cheaper or free. */
export function ShippingForm({ path }: { path: Path }) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  return (
    <>
      <MoneyAt path={[...path, "off_minor"]} label={say.shippingOff} told optional hint={say.shippingFree} />
      <MoneyAt path={[...path, "cap_minor"]} label={both.atMost} told optional />
    </>
  );
}
