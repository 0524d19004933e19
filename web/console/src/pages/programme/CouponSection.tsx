import { useWords } from "@liuke/kit/scheme.tsx";
import { CouponGot } from "./CouponGot.tsx";
import { CouponKind } from "./CouponKind.tsx";
import { CouponMore } from "./CouponMore.tsx";
import { termsOf, worthOf } from "./coupons_told.ts";
import { CouponValid } from "./CouponValid.tsx";
import { CouponWorth } from "./CouponWorth.tsx";
import { freshCode, type CouponTemplate, type Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords, named } from "./editor.words.ts";
import { MoneyAt, NumberAt } from "./amounts.tsx";
import { Clause } from "./Clause.tsx";
import { TextAt } from "./fields.tsx";
import { GoodsRows, OF_COUPONS } from "./GoodsRows.tsx";
import { goodsWords } from "./goods.words.ts";
import { Item, Section, useAdd } from "./Item.tsx";

function CouponForm({ path, coupon }: { path: Path; coupon: CouponTemplate }) {
  const say = useWords(editorWords);
  const goods = useWords(goodsWords);
  return (
    <>
      <Clause title={say.name}>
        <TextAt path={[...path, "name_zh"]} label={say.nameZh} />
        <TextAt path={[...path, "name"]} label={say.nameEn} />
      </Clause>
      <CouponKind path={path} coupon={coupon} />
      <Clause title={say.worthOf}>
        <CouponWorth path={[...path, "effect"]} kind={coupon.effect.kind} />
        <MoneyAt path={[...path, "threshold_minor"]} label={say.thresholdOf} told optional />
      </Clause>
      <Clause title={say.goods}>
        {coupon.scope?.include === undefined && goods.allGoods}
        <GoodsRows path={[...path, "scope", "include"]} kinds={OF_COUPONS} joint={goods.both} first={goods.only} />
      </Clause>
      <Clause title={goods.not}>
        <GoodsRows
          path={[...path, "scope", "exclude"]}
          kinds={OF_COUPONS}
          joint={goods.either}
          first={goods.without}
          label={goods.notOf}
        />
      </Clause>
      <CouponGot path={path} coupon={coupon} />
      <CouponValid path={[...path, "validity"]} />
      <Clause title={say.limit}>
        <NumberAt path={[...path, "stock"]} label={say.stock} told min={1} />
        <NumberAt path={[...path, "per_member"]} label={say.perMemberCoupons} told min={1} />
      </Clause>
      <CouponMore path={path} coupon={coupon} />
    </>
  );
}

/** The coupon templates of a programme. */
export function CouponSection() {
  const say = useWords(editorWords);
  const { doc, by } = useEditing();
  const add = useAdd();
  const coupons = doc.coupons ?? [];
  const fresh = (): CouponTemplate => ({
    code: freshCode("coupon", coupons),
    ...named("newCoupon"),
    effect: { kind: "cash", amount_minor: 1000 },
    validity: { kind: "days_after", days: 30 },
  });
  return (
    <Section add={say.addCoupon} onAdd={() => add("coupons", fresh())}>
      {coupons.length === 0 && <p className="lk-2">{say.empty}</p>}
      {coupons.map((coupon, place) => (
        <Item
          key={coupon.code}
          path={["coupons", place]}
          thing={coupon}
          told={`${worthOf(coupon, by)} · ${termsOf(coupon, by)}`}
        >
          <CouponForm path={["coupons", place]} coupon={coupon} />
        </Item>
      ))}
    </Section>
  );
}
