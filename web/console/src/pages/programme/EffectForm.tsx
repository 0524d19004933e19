import { useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import type { ReactNode } from "react";
import { NumberAt } from "./amounts.tsx";
import type { Effect, EffectOf, Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { BuyForm } from "./EffectBuy.tsx";
import { IssueForm, MarkForm } from "./EffectGrants.tsx";
import { EarnForm } from "./EffectEarn.tsx";
import { MultiplyForm, PayForm } from "./EffectPoints.tsx";
import { AmountForm, PercentForm, PriceForm, PricesForm, ShippingForm, UnitsForm } from "./EffectPrices.tsx";
import { BundleForm, GiftForm } from "./EffectSets.tsx";
import { ThresholdForm } from "./EffectSteps.tsx";
import { freshEffect, type Form } from "./effects.ts";
import { TextAt } from "./fields.tsx";
import { giftsWords } from "./gifts.words.ts";

type Say = (typeof giftsWords)["zh"];
type Forms = { [K in Effect["kind"]]: (path: Path, effect: EffectOf<K>, say: Say) => ReactNode };

const FORMS: Forms = {
  percent_off: (path) => <PercentForm path={path} />,
  amount_off: (path) => <AmountForm path={path} />,
  fixed_price: (path) => <PriceForm path={path} />,
  price_list: (path, effect) => <PricesForm path={path} effect={effect} />,
  units_off: (path) => <UnitsForm path={path} />,
  threshold_off: (path, effect) => <ThresholdForm path={path} effect={effect} />,
  buy_get: (path, effect) => <BuyForm path={path} effect={effect} />,
  bundle: (path, effect) => <BundleForm path={path} effect={effect} />,
  gift: (path) => <GiftForm path={path} />,
  shipping_off: (path) => <ShippingForm path={path} />,
  pay_with_points: (path, effect) => <PayForm path={path} effect={effect} />,
  earn: (path, effect) => <EarnForm path={path} effect={effect} />,
  multiply: (path) => <MultiplyForm path={path} />,
  issue_coupon: (path) => <IssueForm path={path} />,
  give_tag: (path, _, say) => <MarkForm path={path} field="tag" label={say.tag} />,
  give_badge: (path, _, say) => <TextAt path={[...path, "badge"]} label={say.badge} />,
  grant_right: (path, _, say) => <MarkForm path={path} field="right" label={say.right} />,
  only_for: (path, _, say) => (
    <>
      <NumberAt path={[...path, "units_max"]} label={say.unitsMost} told min={1} />
    </>
  ),
};

interface Props extends Form<Effect> {
  kinds: readonly Effect["kind"][];
  number: number;
}

/** What a rule gives: its kind, and its words with fields. */
export function EffectForm({ path, effect, kinds, number }: Props) {
  const say = useWords(giftsWords);
  const { doc, set } = useEditing();
  const offered = kinds.includes(effect.kind) ? kinds : [effect.kind, ...kinds];
  const form = FORMS[effect.kind] as (path: Path, effect: Effect, say: Say) => ReactNode;
  return (
    <>
      <Select
        aria-label={number === 1 ? say.kind : `${say.kind} ${number}`}
        value={effect.kind}
        options={offered.map((value) => ({ value, label: say.kinds(value) }))}
        popupMatchSelectWidth={false}
        onChange={(kind) => set(path, freshEffect(kind, doc))}
      />
      {form(path, effect, say)}
    </>
  );
}
