import { useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import { NumberAt } from "./amounts.tsx";
import { Clause, Faulted } from "./Clause.tsx";
import { asValid, VALIDITIES, type ValidKind, type Validity } from "./coupons.ts";
import { couponWords } from "./coupons.words.ts";
import type { Path } from "./document.ts";
import { useField } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { DateAt } from "./fields.tsx";

function Terms({ path, kind }: { path: Path; kind: ValidKind }) {
  const say = useWords(couponWords);
  const both = useWords(editorWords);
  if (kind === "days_after") {
    return (
      <>
        <NumberAt path={[...path, "wait_days"]} label={say.waits} told none={0} suffix={both.days} />
        <NumberAt path={[...path, "days"]} label={say.lasts} told suffix={both.days} hint="" />
        {say.lastsOn}
      </>
    );
  }
  if (kind === "dates") {
    return (
      <>
        <DateAt path={[...path, "starts_on"]} label={say.validFrom} told />
        <DateAt path={[...path, "ends_on"]} label={say.validUntil} told />
        <span className="lk-2">{say.openEnds}</span>
      </>
    );
  }
  return <span className="lk-2">{kind === "birthday_month" ? say.inBirthday : say.inCardYear}</span>;
}

/** When a coupon may be used: days from getting it, the same dates for all, a birthday month, a card year. */
export function CouponValid({ path }: { path: Path }) {
  const say = useWords(couponWords);
  const both = useWords(editorWords);
  const { value, set, fault, id } = useField<Validity>(path);
  const kind = value?.kind ?? "days_after";
  return (
    <Clause title={both.validity}>
      <Faulted id={id} fault={fault}>
        <Select<ValidKind>
          aria-label={both.validity}
          status={fault ? "error" : ""}
          value={kind}
          options={VALIDITIES.map((one) => ({ value: one, label: say.validities(one) }))}
          popupMatchSelectWidth={false}
          onChange={(chosen) => set(asValid(value, chosen))}
        />
      </Faulted>
      <Terms path={path} kind={kind} />
    </Clause>
  );
}
