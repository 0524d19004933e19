import { useWords } from "@liuke/kit/scheme.tsx";
import type { ReactNode } from "react";
import { DiscountAt, MoneyAt, NumberAt } from "./amounts.tsx";
import { ChoiceAt } from "./choices.tsx";
import type { CouponKind } from "./coupons.ts";
import { couponWords } from "./coupons.words.ts";
import { at, type Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { GoodsRows, OF_COUPONS } from "./GoodsRows.tsx";
import { goodsWords } from "./goods.words.ts";

/** The goods a coupon is good for. */
function ItemAt({ path }: { path: Path }) {
  const say = useWords(couponWords);
  const goods = useWords(goodsWords);
  return (
    <>
      {say.of}
      <GoodsRows path={path} kinds={OF_COUPONS} joint={goods.both} first={say.which} label={say.item} needed />
    </>
  );
}

function BuyGet({ path }: { path: Path }) {
  const say = useWords(couponWords);
  const both = useWords(editorWords);
  const goods = useWords(goodsWords);
  const { doc } = useEditing();
  return (
    <>
      <NumberAt path={[...path, "buy"]} label={both.buy} told min={1} suffix={both.unit} />
      <NumberAt path={[...path, "get"]} label={say.thenGet} told min={1} none={1} suffix={both.unit} />
      <DiscountAt path={[...path, "off_bp"]} label={both.discount} none={10_000} />
      <ChoiceAt
        path={[...path, "pick"]}
        label={say.pick}
        none="cheapest"
        options={["cheapest", "dearest"].map((value) => ({ value, label: say.picks(value) }))}
      />
      <NumberAt path={[...path, "times_max"]} label={say.timesMax} told min={1} none={1} />
      {at(doc, [...path, "reward"]) ? "" : say.sameGoods}
      <GoodsRows path={[...path, "reward"]} kinds={OF_COUPONS} joint={goods.both} first={say.others} label={say.reward} />
    </>
  );
}

/** What a coupon of a kind is worth, in its fields. */
export function CouponWorth({ path, kind }: { path: Path; kind: CouponKind }) {
  const say = useWords(couponWords);
  const both = useWords(editorWords);
  const cap = (
    <>
      <MoneyAt path={[...path, "cap_minor"]} label={both.atMost} told optional />
    </>
  );
  const units = <NumberAt path={[...path, "quantity"]} label={both.quantity} min={1} none={1} suffix={both.unit} />;
  const forms: Record<CouponKind, ReactNode> = {
    cash: <MoneyAt path={[...path, "amount_minor"]} label={both.worthOf} />,
    percent: <><DiscountAt path={[...path, "off_bp"]} label={both.discount} />{cap}</>,
    free_item: <>{units}<ItemAt path={[...path, "item"]} /></>,
    buy_x_get_y: <BuyGet path={path} />,
    upgrade: <>{units}<MoneyAt path={[...path, "surcharge_minor"]} label={say.surcharge} told optional hint={say.nothing} /></>,
    free_shipping: cap,
    times_card: <><NumberAt path={[...path, "uses"]} label={say.uses} told min={1} /><ItemAt path={[...path, "item"]} /></>,
  };
  return forms[kind];
}
