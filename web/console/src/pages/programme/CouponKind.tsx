import { useAsk } from "@liuke/kit/ask.ts";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Select } from "antd";
import { Clause, Faulted } from "./Clause.tsx";
import { asKind, COUPON_KINDS, type CouponKind as Kind } from "./coupons.ts";
import { couponWords } from "./coupons.words.ts";
import { freshCode, type CouponTemplate, type Path } from "./document.ts";
import { useEditing, useField } from "./editing.tsx";
import { useAdd } from "./Item.tsx";

/** Ask how many coupons of a template were ever given; undefined until it is known. */
function useGiven(template: string) {
  const asked = useAsk("GET /v1/coupons/tallies", { query: { template } }, { enabled: useMay("coupons.read") });
  const tally = asked.data?.find((one) => one.template === template);
  const given = asked.data && (tally ? tally.given + tally.transferred : 0);
  return { given, error: asked.error };
}

/** Which kind of coupon; what was given stays what it was, so another kind is another coupon then. */
export function CouponKind({ path, coupon }: { path: Path; coupon: CouponTemplate }) {
  const say = useWords(couponWords);
  const { doc } = useEditing();
  const add = useAdd();
  const { given, error } = useGiven(coupon.code);
  const { set, fault, id } = useField<CouponTemplate["effect"]>([...path, "effect"]);
  const { public_code: _, ...rest } = coupon;
  const copy = () => add("coupons", { ...rest, code: freshCode("coupon", doc.coupons ?? []) });
  return (
    <Clause title={say.kind}>
      <Faulted id={id} fault={fault}>
        {given === 0 ? (
          <Select<Kind>
            aria-label={say.kind}
            status={fault ? "error" : ""}
            value={coupon.effect.kind}
            options={COUPON_KINDS.map((value) => ({ value, label: say.kinds(value) }))}
            popupMatchSelectWidth={false}
            onChange={(kind) => set(asKind(coupon.effect, kind))}
          />
        ) : (
          <strong>{say.kinds(coupon.effect.kind)}</strong>
        )}
      </Faulted>
      {Boolean(given) && (
        <>
          <span className="lk-2">{say.given(count(given))}</span>
          <Button onClick={copy}>{say.another}</Button>
        </>
      )}
      {error && <ProblemNote of={error} />}
    </Clause>
  );
}
