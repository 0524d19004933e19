import { useWords } from "@liuke/kit/scheme.tsx";
import { CouponKind } from "./CouponKind.tsx";
import { CouponWorth } from "./CouponWorth.tsx";
import { freshCode, type CouponTemplate, type Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords, named } from "./editor.words.ts";
import { MoneyAt, NumberAt } from "./amounts.tsx";
import { ManyAt, SwitchAt } from "./choices.tsx";
import { Clause, Rare } from "./Clause.tsx";
import { TextAt } from "./fields.tsx";
import { Item, Section, useAdd } from "./Item.tsx";
import { termsOf, worthOf } from "./standing.ts";

function CouponForm({ path, coupon }: { path: Path; coupon: CouponTemplate }) {
  const say = useWords(editorWords);
  const { by } = useEditing();
  const rare = [coupon.per_day, coupon.per_member_day, coupon.budget_minor, coupon.transferable, coupon.stack_class];
  return (
    <>
      <Clause title={say.name}>
        <TextAt path={[...path, "name_zh"]} label={say.nameZh} />
        <TextAt path={[...path, "name"]} label={say.nameEn} />
      </Clause>
      <CouponKind path={path} coupon={coupon} />
      <Clause title={say.worthOf}>
        <CouponWorth path={[...path, "effect"]} kind={coupon.effect.kind} />
        {say.thresholdOf}
        <MoneyAt path={[...path, "threshold_minor"]} label={say.thresholdOf} optional />
      </Clause>
      <Clause title={say.goods}>
        <ManyAt path={[...path, "scope", "include", "categories"]} label={say.categories} hint={say.allCategories} />
        <ManyAt path={[...path, "scope", "include", "products"]} label={say.products} hint={say.allProducts} />
      </Clause>
      <Clause title={say.validity}>
        {coupon.validity.kind === "days_after" ? (
          <>
            {say.validDays}
            <NumberAt path={[...path, "validity", "days"]} label={say.validDays} min={0} suffix={say.days} />
          </>
        ) : (
          <span className="lk-2">{termsOf(coupon, by)}</span>
        )}
      </Clause>
      <Clause title={say.limit}>
        {say.stock}
        <NumberAt path={[...path, "stock"]} label={say.stock} min={1} />
        {say.perMemberCoupons}
        <NumberAt path={[...path, "per_member"]} label={say.perMemberCoupons} min={1} />
      </Clause>
      <Rare set={rare.filter(Boolean).length}>
        <div className="clause-words">
          {say.perDay}
          <NumberAt path={[...path, "per_day"]} label={say.perDay} min={1} />
          {say.perMemberDay}
          <NumberAt path={[...path, "per_member_day"]} label={say.perMemberDay} min={1} />
          {say.budget}
          <MoneyAt path={[...path, "budget_minor"]} label={say.budget} optional />
          {say.label}
          <TextAt path={[...path, "stack_class"]} label={say.label} />
          <SwitchAt path={[...path, "transferable"]} label={say.transfers("anyone")} />
        </div>
      </Rare>
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
