import { useAct } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { focusOpened, useFocusBack } from "@liuke/kit/desk/focus.ts";
import { ApprovalWait } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { App, Button, Modal, Select } from "antd";
import { useId, useState } from "react";
import { labelOf } from "../members/facts.ts";
import { useNames } from "../members/names.ts";
import { moneyWords } from "./money.words.ts";

type Verdict = Answer<"POST /v1/coupons">[number];

/** Give a member one coupon, or say why they cannot have it. */
export function IssueCoupon({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(moneyWords);
  useFocusBack();
  const language = useLanguage();
  const { message } = App.useApp();
  const names = useNames();
  const field = useId();
  const [cause] = useState(() => `console:${crypto.randomUUID()}`);
  const [template, choose] = useState<string | null>(null);
  const [refused, refuse] = useState<Verdict["refused"]>(null);
  const issue = useAct("POST /v1/coupons", {
    refresh: ["GET /v1/members/{member_id}/coupons", "GET /v1/members/{member_id}/timeline"],
    onDone: ([verdict]) => {
      if (verdict?.refused) return refuse(verdict.refused);
      void message.info(say.issuedNow);
      return onClose();
    },
  });
  const send = (approval?: string) => template && issue.mutate({ body: [{ member_id: id, template, cause }], approval });
  const waits = issue.error?.code === "approval_needed" ? issue.error : null;
  return (
    <Modal open title={say.issueTitle} onCancel={onClose} afterOpenChange={focusOpened} footer={
      <>
        <Button onClick={onClose}>{say.cancel}</Button>
        <Button type="primary" disabled={!template || waits !== null} loading={issue.isPending} onClick={() => send()}>{say.issueAct}</Button>
      </>
    }>
      <div className="member-fields">
        <label htmlFor={field}>{say.template}</label>
        <Select
          id={field}
          showSearch={{ optionFilterProp: "label" }}
          value={template}
          onChange={(value: string) => {
            choose(value);
            refuse(null);
          }}
          options={names.templates.map((one) => ({ value: one.value, label: labelOf(one, language) }))}
        />
        {refused && <p className="member-warn" role="alert">{refused in say ? String(say[refused as "out_of_stock"]) : say.refused}</p>}
        {issue.error && !waits && <ProblemNote of={issue.error} />}
        {waits && <ApprovalWait of={waits} act={say.issueAct} busy={issue.isPending} onGo={send} />}
      </div>
    </Modal>
  );
}
