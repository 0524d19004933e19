import { useWords } from "@liuke/kit/scheme.tsx";
import { Input, Select } from "antd";
import { Clause, Faulted } from "./Clause.tsx";
import { asGot, GOTS, type Got } from "./coupons.ts";
import { couponWords } from "./coupons.words.ts";
import type { CouponTemplate, Path } from "./document.ts";
import { useEditing, useField } from "./editing.tsx";
import { NumberAt } from "./amounts.tsx";
import { DateAt } from "./fields.tsx";
import { editorWords } from "./editor.words.ts";

const PUBLIC_CODE_MAX = 32;

/** The one code that everybody may use; typed as people say it, kept in capitals. */
function PublicCode({ path }: { path: Path }) {
  const say = useWords(couponWords);
  const { value, set, fault, id } = useField<string | null>(path);
  return (
    <Faulted id={id} fault={fault}>
      <Input
        aria-label={say.publicCode}
        placeholder="TEA2026"
        maxLength={PUBLIC_CODE_MAX}
        status={fault ? "error" : ""}
        value={value ?? ""}
        onChange={({ target }) => set(target.value.normalize("NFKC").toUpperCase().replaceAll(/[^A-Z0-9]/g, "") || undefined)}
        style={{ width: 176 }}
      />
    </Faulted>
  );
}

/** How a member comes by a coupon: given by the shop, taken by themselves, or by a code for everybody. */
export function CouponGot({ path, coupon }: { path: Path; coupon: CouponTemplate }) {
  const say = useWords(couponWords);
  const both = useWords(editorWords);
  const { set } = useEditing();
  const { fault, id } = useField<Got>([...path, "got"]);
  const got = coupon.got ?? "granted";
  return (
    <Clause title={say.got}>
      <Faulted id={id} fault={fault}>
        <Select<Got>
          aria-label={say.got}
          status={fault ? "error" : ""}
          value={got}
          options={GOTS.map((value) => ({ value, label: say.gots(value) }))}
          popupMatchSelectWidth={false}
          onChange={(chosen) => set(path, asGot(coupon, chosen))}
        />
      </Faulted>
      {got === "public_code" && (
        <>
          {say.publicCode}
          <PublicCode path={[...path, "public_code"]} />
        </>
      )}
      {got === "granted" ? (
        <>
          <NumberAt path={[...path, "claim_days"]} label={say.claimIn} told suffix={both.days} hint={say.atOnce} />
          {typeof coupon.claim_days === "number" && say.orLapses}
        </>
      ) : (
        <>
          <DateAt path={[...path, "claim_from_on"]} label={say.claimFrom} told />
          <DateAt path={[...path, "claim_until_on"]} label={say.claimUntil} told />
        </>
      )}
    </Clause>
  );
}
