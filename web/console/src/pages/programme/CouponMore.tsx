import { useWords } from "@liuke/kit/scheme.tsx";
import { MoneyAt, NumberAt } from "./amounts.tsx";
import { ChoiceAt, ManyAt, SwitchAt } from "./choices.tsx";
import { Clause, Rare } from "./Clause.tsx";
import { couponWords } from "./coupons.words.ts";
import type { CouponTemplate, Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { TextAt } from "./fields.tsx";
import { HoursAt } from "./HoursAt.tsx";
import { windowWords } from "./window.words.ts";

/** Count the rare fields that a coupon sets. */
function rareOf(coupon: CouponTemplate): number {
  const { stores = [], stores_excluded = [], channels = [], weekdays = [], hours = [] } = coupon.scope ?? {};
  const lists = [stores, stores_excluded, channels, weekdays, hours].filter((one) => one.length > 0);
  const plain = [coupon.per_day, coupon.per_member_day, coupon.budget_minor, coupon.transferable, coupon.stack_class];
  const others = [coupon.stackable === false, (coupon.per_order ?? 1) !== 1, coupon.on_return === "void"];
  return lists.length + [...plain, ...others].filter(Boolean).length;
}

/** Where and when a coupon may be used. */
function Places({ path, coupon }: { path: Path; coupon: CouponTemplate }) {
  const say = useWords(editorWords);
  const own = useWords(couponWords);
  const told = useWords(windowWords);
  const { stores } = useEditing();
  const options = stores.map((store) => ({ value: store.code, label: store.name }));
  const week = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: told.weekday(day) }));
  const scope: Path = [...path, "scope"];
  return (
    <>
      <Clause title={own.where}>
        <ManyAt path={[...scope, "stores"]} label={say.inStores} told options={options} hint={say.allStores} />
        <ManyAt path={[...scope, "stores_excluded"]} label={say.notInStores} told options={options} hint={say.noStores} />
        <ManyAt path={[...scope, "channels"]} label={say.channels} told hint={say.allChannels} />
      </Clause>
      <Clause title={own.when}>
        <ManyAt path={[...scope, "weekdays"]} label={say.weekdays} told options={week} hint={say.anyDay} numbers />
        <HoursAt path={[...scope, "hours"]} chosenDays={(coupon.scope?.weekdays ?? []).length > 0} />
      </Clause>
    </>
  );
}

/** What few coupons set: where and when they may be used, further limits, with what they stand. */
export function CouponMore({ path, coupon }: { path: Path; coupon: CouponTemplate }) {
  const say = useWords(editorWords);
  const own = useWords(couponWords);
  return (
    <Rare set={rareOf(coupon)}>
      <Places path={path} coupon={coupon} />
      <Clause title={say.limit}>
        <NumberAt path={[...path, "per_day"]} label={own.givenPerDay} told min={1} />
        <NumberAt path={[...path, "per_member_day"]} label={own.givenPerMemberDay} told min={1} />
        <NumberAt path={[...path, "per_order"]} label={own.perOrder} told min={1} none={1} />
        <MoneyAt path={[...path, "budget_minor"]} label={say.budget} told optional />
      </Clause>
      <Clause title={say.together}>
        <SwitchAt path={[...path, "stackable"]} label={own.stackable} unless />
        <TextAt path={[...path, "stack_class"]} label={own.stackClass} told />
      </Clause>
      <Clause title={own.later}>
        <SwitchAt path={[...path, "transferable"]} label={own.transferable} />
        <ChoiceAt
          path={[...path, "on_return"]}
          label={own.onReturn}
          told
          none="restore"
          options={["restore", "void"].map((value) => ({ value, label: own.onReturns(value) }))}
        />
      </Clause>
    </Rare>
  );
}
