import { useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import { DiscountAt, MoneyAt, NumberAt } from "./amounts.tsx";
import { ChoiceAt, SwitchAt } from "./choices.tsx";
import type { EffectOf } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import type { Form } from "./effects.ts";
import { giftsWords } from "./gifts.words.ts";
import { ScopeAt } from "./ScopeAt.tsx";

const WAYS = ["free", "off_bp", "price_minor"] as const;
type Way = (typeof WAYS)[number];
const FIRST = { free: {}, off_bp: { off_bp: 5000 }, price_minor: { price_minor: 1000 } };
const ALL_BP = 10_000;

function wayOf(effect: EffectOf<"buy_get">): Way {
  if (typeof effect.price_minor === "number") return "price_minor";
  return (effect.off_bp ?? ALL_BP) < ALL_BP ? "off_bp" : "free";
}

/** What one pays for what is got: nothing, less, or a price. */
function Cheaper({ path, effect }: Form<EffectOf<"buy_get">>) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  const { set } = useEditing();
  const way = wayOf(effect);
  const choose = (chosen: Way) => {
    const { price_minor: _price, off_bp: _share, ...rest } = effect;
    set(path, { ...rest, ...FIRST[chosen] });
  };
  return (
    <>
      <Select
        aria-label={say.gotHow}
        value={way}
        options={WAYS.map((value) => ({ value, label: say.gotWays(value) }))}
        popupMatchSelectWidth={false}
        onChange={choose}
      />
      {way === "off_bp" && <DiscountAt path={[...path, "off_bp"]} label={both.discount} />}
      {way === "price_minor" && <MoneyAt path={[...path, "price_minor"]} label={say.gotHow} />}
    </>
  );
}

/** Buy some, get some: of the same goods or of others, free, cheaper or at a price. */
export function BuyForm({ path, effect }: Form<EffectOf<"buy_get">>) {
  const say = useWords(giftsWords);
  const both = useWords(editorWords);
  return (
    <div className="steps">
      <div className="clause-words">
        <NumberAt path={[...path, "buy"]} label={both.buy} told min={1} suffix={both.unit} />
        <NumberAt path={[...path, "get"]} label={both.get} told min={1} none={1} suffix={both.unit} />
        <Cheaper path={path} effect={effect} />
      </div>
      <div className="clause-words">
        <span className="steps-lead">{say.got}</span>
        <ScopeAt path={[...path, "get_scope"]} all={say.gotSame} label={say.gotOf} />
      </div>
      <div className="clause-words">
        <ChoiceAt
          path={[...path, "take"]}
          label={say.which}
          told
          none="cheapest"
          options={["cheapest", "dearest"].map((value) => ({ value, label: say.takes(value) }))}
        />
        <NumberAt path={[...path, "times_max"]} label={say.timesMost} told min={1} />
        {!effect.get_scope && <SwitchAt path={[...path, "same_product"]} label={say.sameProduct} />}
      </div>
    </div>
  );
}
