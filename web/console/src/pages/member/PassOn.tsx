import { useAct } from "@liuke/kit/ask.ts";
import { focusOpened, useFocusBack } from "@liuke/kit/desk/focus.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useNames } from "../members/names.ts";
import type { Coupon } from "./Coupons.tsx";
import { FindMember, type FoundMember } from "./FindMember.tsx";
import { moneyWords } from "./money.words.ts";

/** Pass a coupon on to another member. */
export function PassOn({ coupon, onClose }: { coupon: Coupon; onClose: () => void }) {
  const say = useWords(moneyWords);
  useFocusBack();
  const names = useNames();
  const [to, choose] = useState<FoundMember | null>(null);
  const act = useAct("POST /v1/coupons/transfers", {
    refresh: ["GET /v1/members/{member_id}/coupons", "GET /v1/members/{member_id}/timeline"],
    onDone: onClose,
  });
  const send = () => to && act.mutate({ body: [{ member_id: coupon.member_id, coupon_id: coupon.id, to_member_id: to.id }] });
  return (
    <Modal open title={say.passAct} onCancel={onClose} afterOpenChange={focusOpened} footer={
      <>
        <Button onClick={onClose}>{say.cancel}</Button>
        <Button type="primary" disabled={!to} loading={act.isPending} onClick={send}>{say.passAct}</Button>
      </>
    }>
      <div className="member-fields">
        <p>{names.template(coupon.template)} <span className="lk-code">{coupon.code}</span></p>
        <FindMember label={say.passTo} without={coupon.member_id} onFound={choose} />
        {act.error && <ProblemNote of={act.error} />}
      </div>
    </Modal>
  );
}
