import { useWords } from "@liuke/kit/scheme.tsx";
import type { ReactNode } from "react";
import { DiscountAt, MoneyAt, NumberAt } from "./amounts.tsx";
import { ChoiceAt, ManyAt } from "./choices.tsx";
import type { CouponKind } from "./coupons.ts";
import { couponWords } from "./coupons.words.ts";
import type { Path } from "./document.ts";
import { useField } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";

function GoodsAt({ path }: { path: Path }) {
  const say = useWords(couponWords);
  const { fault, id } = useField(path);
  return (
    <>
      {say.of}
      <ManyAt path={[...path, "categories"]} label={say.categories} hint={say.anyCategory} />
      <ManyAt path={[...path, "products"]} label={say.products} hint={say.anyProduct} />
      {fault && <span id={id} className="field-fault" role="alert">{fault}</span>}
    </>
  );
}

function BuyGet({ path }: { path: Path }) {
  const say = useWords(couponWords);
  const both = useWords(editorWords);
  return (
    <>
      {both.buy}
      <NumberAt path={[...path, "buy"]} label={both.buy} min={1} suffix={both.unit} />
      {say.thenGet}
      <NumberAt path={[...path, "get"]} label={say.thenGet} min={1} none={1} suffix={both.unit} />
      <DiscountAt path={[...path, "off_bp"]} label={both.discount} none={10_000} />
      <ChoiceAt
        path={[...path, "pick"]}
        label={say.pick}
        none="cheapest"
        options={["cheapest", "dearest"].map((value) => ({ value, label: say.picks(value) }))}
      />
      {say.timesMax}
      <NumberAt path={[...path, "times_max"]} label={say.timesMax} min={1} none={1} />
    </>
  );
}

/** What a coupon of a kind is worth, in its fields. */
export function CouponWorth({ path, kind }: { path: Path; kind: CouponKind }) {
  const say = useWords(couponWords);
  const both = useWords(editorWords);
  const cap = (
    <>
      {both.atMost}
      <MoneyAt path={[...path, "cap_minor"]} label={both.atMost} optional />
    </>
  );
  const units = <NumberAt path={[...path, "quantity"]} label={both.quantity} min={1} none={1} suffix={both.unit} />;
  const forms: Record<CouponKind, ReactNode> = {
    cash: <MoneyAt path={[...path, "amount_minor"]} label={both.worthOf} />,
    percent: <><DiscountAt path={[...path, "off_bp"]} label={both.discount} />{cap}</>,
    free_item: <>{units}<GoodsAt path={[...path, "item"]} /></>,
    buy_x_get_y: <BuyGet path={path} />,
    upgrade: <>{units}{say.surcharge}<MoneyAt path={[...path, "surcharge_minor"]} label={say.surcharge} optional hint={say.nothing} /></>,
    free_shipping: cap,
    times_card: <>{say.uses}<NumberAt path={[...path, "uses"]} label={say.uses} min={1} /><GoodsAt path={[...path, "item"]} /></>,
  };
  return forms[kind];
}
