import { useAct, useAsk, usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { Money } from "@liuke/kit/figures.tsx";
import { count, day, dayOf, face, money } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useNames } from "../members/names.ts";
import { moneyWords } from "./money.words.ts";
import { PassOn } from "./PassOn.tsx";

export type Coupon = Answer<"GET /v1/members/{member_id}/coupons">["items"][number];

const STATES = ["open", "used", "expired", "void", "transferred"] as const;

/** The last business day on which a coupon can be used; it ends at the midnight after it. */
function useLastDay(): (coupon: Coupon) => string | null {
  const { timeZone } = usePlace();
  return ({ valid_until }) => (valid_until ? dayOf(new Date(Date.parse(valid_until) - 1), timeZone) : null);
}

/** A member's coupons by state, with their terms; void or pass on. */
export function Coupons({ id }: { id: string }) {
  const say = useWords(moneyWords);
  const { get, set } = useAddress();
  const state = STATES.find((one) => one === get("state")) ?? null;
  const pages = usePages("GET /v1/members/{member_id}/coupons", { path: { member_id: id }, query: { state, limit: 50 } });
  const [voided, void_] = useState<Coupon | null>(null);
  const [passed, pass] = useState<Coupon | null>(null);
  const columns = useCouponColumns(void_, pass);
  return (
    <section className="member-block" aria-label={say.coupons}>
      <h2>{say.coupons}</h2>
      <ListFrame<Coupon>
        name="member.coupons"
        label={say.coupons}
        pages={pages}
        columns={columns}
        keyOf={(one) => one.id}
        filters={
          <Segmented
            aria-label={say.state}
            value={state ?? "all"}
            options={[{ value: "all", label: say.all }, ...STATES.map((value) => ({ value, label: say[value] }))]}
            onChange={(value) => set({ state: value === "all" ? null : value })}
          />
        }
        empty={<Empty title={state ? say.noCoupons : say.noneYet} />}
        file="coupons"
      />
      {voided && <Voiding coupon={voided} onClose={() => void_(null)} />}
      {passed && <PassOn coupon={passed} onClose={() => pass(null)} />}
    </section>
  );
}

function useCouponColumns(onVoid: (coupon: Coupon) => void, onPass: (coupon: Coupon) => void): Column<Coupon>[] {
  const say = useWords(moneyWords);
  const language = useLanguage();
  const { currency } = usePlace();
  const names = useNames();
  const lastDay = useLastDay();
  const mayVoid = useMay("coupons.void");
  const mayPass = useMay("coupons.issue");
  const until = (one: Coupon) => {
    const on = lastDay(one);
    return on ? `${say.until} ${day(on, language)}` : say.forGood;
  };
  return [
    { key: "coupon", title: say.coupon, width: 200, render: (one) => <Named of={one} />, text: (one) => names.template(one.template) },
    { key: "code", title: say.code, width: 170, render: (one) => <Codes of={one} />, text: (one) => [one.code, one.old_code].filter(Boolean).join(" ") },
    { key: "state", title: say.state, width: 110, card: "beside", render: (one) => <State of={one} />, text: (one) => say[one.state] },
    { key: "until", title: say.validity, width: 180, render: until, text: (one) => lastDay(one) ?? "" },
    { key: "saved", title: say.saved, right: true, width: 100, render: (one) => (one.saved_minor ? <Money minor={one.saved_minor} /> : "—"), text: (one) => money(one.saved_minor, currency) },
    {
      key: "acts",
      title: "",
      width: 140,
      card: "acts",
      render: (one) =>
        one.state === "open" && (
          <span className="member-coupon-acts">
            {mayVoid && <Button size="small" aria-label={`${say.voidAct} ${one.code}`} onClick={() => onVoid(one)}>{say.voidShort}</Button>}
            {mayPass && <Passable of={one} onPass={onPass} />}
          </span>
        ),
    },
  ];
}

function useTemplate(code: string) {
  const asked = useAsk("GET /v1/coupons/templates", {}, { staleTime: 300_000 });
  return asked.data?.find((one) => one.code === code);
}

function Passable({ of, onPass }: { of: Coupon; onPass: (coupon: Coupon) => void }) {
  const say = useWords(moneyWords);
  const template = useTemplate(of.template);
  if (!template?.transferable) return null;
  return <Button size="small" aria-label={`${say.passAct} ${of.code}`} onClick={() => onPass(of)}>{say.passShort}</Button>;
}

/** Its code, and the one it had in the system it was brought from. */
function Codes({ of }: { of: Coupon }) {
  const say = useWords(moneyWords);
  return (
    <>
      <span className="lk-code">{of.code}</span>
      {of.old_code && <span className="lk-2"> {say.oldCode(of.old_code)}</span>}
    </>
  );
}

function Named({ of }: { of: Coupon }) {
  const say = useWords(moneyWords);
  const names = useNames();
  const { currency } = usePlace();
  const template = useTemplate(of.template);
  const terms = [
    template && (template.threshold_minor ? say.from(face(template.threshold_minor, currency)) : say.anyAmount),
    of.uses > 1 && say.uses(count(of.uses_left), count(of.uses)),
    template?.transferable && say.mayPass,
  ].filter(Boolean);
  return (
    <span className="member-coupon">
      {names.template(of.template)}
      <small className="lk-2">{terms.join(" · ")}</small>
    </span>
  );
}

function State({ of }: { of: Coupon }) {
  const say = useWords(moneyWords);
  if (of.state === "open" && of.claim_until && !of.claimed_at) return <>{say.toClaim}</>;
  if (of.state === "open" && of.reserved_for) return <>{say.held}</>;
  return <>{say[of.state]}</>;
}

function Voiding({ coupon, onClose }: { coupon: Coupon; onClose: () => void }) {
  const say = useWords(moneyWords);
  const names = useNames();
  const act = useAct("POST /v1/coupons/voidings", {
    refresh: ["GET /v1/members/{member_id}/coupons", "GET /v1/members/{member_id}/timeline"],
    onDone: onClose,
  });
  return (
    <ReasonDialogue
      open
      title={say.voidAct}
      act={say.voidAct}
      danger
      acting={act}
      onAct={(reason, approval) => act.mutate({ body: [{ member_id: coupon.member_id, coupon_id: coupon.id, reason }], approval })}
      onClose={onClose}
    >
      <p>{say.voidEffect(names.template(coupon.template), coupon.code)}</p>
    </ReasonDialogue>
  );
}
