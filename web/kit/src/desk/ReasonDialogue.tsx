/** A dialogue for what leaves the house or cannot come back: its effect, a reason, one button. */

import { Button, Form, Input, Modal } from "antd";
import { useId, useRef, useState, type ReactNode } from "react";
import { useAsk } from "../ask.ts";
import { count } from "../formats.ts";
import { ProblemNote } from "../notes.tsx";
import type { Problem } from "../problem.ts";
import { useWords } from "../scheme.tsx";
import { deskWords } from "./desk.words.ts";
import { focusFirst } from "./focus.ts";
import "./list.css";

/** What `useAct` answers, as far as a dialogue looks at it. */
export interface Acting {
  isPending: boolean;
  error: Problem | null;
  reset: () => void;
}

interface ReasonProps {
  open: boolean;
  title: string;
  /** The button: verb and object, "作废 1 张券". */
  act: string;
  danger?: boolean;
  /** May be pressed: fields above are filled. */
  ready?: boolean;
  acting: Acting;
  /** Sends it; with `approval` once a second person said yes. */
  onAct: (reason: string, approval?: string) => void;
  onClose: () => void;
  /** The effect in figures, and fields. */
  children?: ReactNode;
}

/** Ask for a reason, then act; an approval that is needed is waited for here. */
export function ReasonDialogue(props: ReasonProps) {
  const { open, title, act, danger = false, ready = true, acting, onAct, onClose, children } = props;
  const say = useWords(deskWords);
  const [reason, setReason] = useState("");
  const [blank, setBlank] = useState(false);
  const form = useId();
  const inside = useRef<HTMLDivElement>(null);
  const waits = acting.error?.code === "approval_needed" ? acting.error : null;
  const close = () => {
    acting.reset();
    setReason("");
    setBlank(false);
    onClose();
  };
  const send = () => (reason.trim() === "" ? setBlank(true) : onAct(reason.trim()));
  return (
    <Modal open={open} title={title} onCancel={close} destroyOnHidden mask={{ closable: false }} afterOpenChange={(shown) => shown && focusFirst(inside.current)} footer={
      waits ? <Button onClick={close}>{say.close}</Button> : (
        <>
          <Button onClick={close}>{say.cancel}</Button>
          <Button type="primary" danger={danger} htmlType="submit" form={form} loading={acting.isPending} disabled={!ready}>
            {act}
          </Button>
        </>
      )
    }>
      <div className="reason" ref={inside}>
        {children}
        <Form id={form} layout="vertical" requiredMark={false} onFinish={send} disabled={waits !== null}>
          <Form.Item
            label={say.reason}
            htmlFor={`${form}-reason`}
            extra={say.reasonHint}
            validateStatus={blank ? "error" : ""}
            help={blank ? say.needReason : undefined}
          >
            <Input.TextArea
              id={`${form}-reason`}
              value={reason}
              maxLength={200}
              rows={3}
              onChange={(event) => {
                setReason(event.target.value);
                setBlank(false);
              }}
            />
          </Form.Item>
        </Form>
        {acting.error && !waits && <ProblemNote of={acting.error} />}
        {waits && <ApprovalWait of={waits} act={act} busy={acting.isPending} onGo={(id) => onAct(reason.trim(), id)} />}
      </div>
    </Modal>
  );
}

interface WaitProps {
  of: Problem;
  act: string;
  busy: boolean;
  /** Sends the same request again, with the approval. */
  onGo: (approval: string) => void;
}

/** Say that a second person was asked; offer to go on once they said yes. */
export function ApprovalWait({ of, act, busy, onGo }: WaitProps) {
  const say = useWords(deskWords);
  const id = of.field<string>("approval_id") ?? "";
  const asked = useAsk("GET /v1/approvals", { query: { limit: 100 } }, { refetchInterval: 4000 });
  const found = asked.data?.items.find((one) => one.id === id);
  const amount = of.field<number>("amount");
  const done = of.field<number>("done_today") ?? 0;
  const limit = of.field<number>("limit");
  return (
    <output className="reason-waits" data-approval={id}>
      <span>{say.asked}</span>
      {amount !== undefined && limit !== undefined && <span className="lk-2">{say.overLimit(count(amount), count(done), count(limit))}</span>}
      {found?.state === "refused" && <span>{say.declined(found.decided_reason ?? "")}</span>}
      {found?.state === "approved" ? (
        <span>
          {say.approved}{" "}
          <Button type="primary" loading={busy} onClick={() => onGo(id)}>{act}</Button>
        </span>
      ) : (
        <span><a href={`/console/approvals?id=${id}`}>{say.toApprovals}</a></span>
      )}
    </output>
  );
}
