import type { Answer } from "@liuke/kit/call.ts";
import { useAct } from "@liuke/kit/ask.ts";
import { Once } from "@liuke/kit/desk/Copied.tsx";
import { instant } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Drawer, Form, Input, Modal } from "antd";
import { useState } from "react";
import { staffWords } from "./staff.words.ts";
import { WorkFields, workOf, type Work } from "./Work.tsx";

export type Ticket = Answer<"POST /v1/staff/invitations">[number];

interface Fields extends Work {
  name: string;
  sign_in: string;
}

/** Invite somebody: who, in which role, for which stores; the link is shown once. */
export function Invite() {
  const say = useWords(staffWords);
  const [open, setOpen] = useState(false);
  const [ticket, setTicket] = useState<Ticket | null>(null);
  const [form] = Form.useForm<Fields>();
  const act = useAct("POST /v1/staff/invitations", { refresh: ["GET /v1/staff"], onDone: (made) => setTicket(made[0] ?? null) });
  const send = ({ name, sign_in, ...work }: Fields) =>
    act.mutate({ body: [{ name: name.trim(), sign_in: sign_in.trim(), ...workOf(work) }] });
  const close = () => {
    setOpen(false);
    setTicket(null);
    act.reset();
    form.resetFields();
  };
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{say.invite}</Button>
      <Drawer open={open} title={say.invite} size={420} mask={{ closable: false }} onClose={close} destroyOnHidden>
        <Form<Fields> form={form} layout="vertical" requiredMark={false} validateTrigger="onBlur" onFinish={send}>
          <Form.Item name="name" label={say.name} rules={[{ required: true, message: say.needName }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="sign_in" label={say.signIn} extra={say.signInHint} rules={[{ required: true, message: say.needSignIn }]}>
            <Input maxLength={60} autoCapitalize="none" autoComplete="off" />
          </Form.Item>
          <WorkFields />
          {act.error && <ProblemNote of={act.error} />}
          <Button type="primary" htmlType="submit" block loading={act.isPending}>{say.inviteNow}</Button>
        </Form>
        <OneTimeLink ticket={ticket} name={form.getFieldValue("name") as string} onClose={close} />
      </Drawer>
    </>
  );
}

/** Show a one-time link until it was copied. */
export function OneTimeLink({ ticket, name, onClose }: { ticket: Ticket | null; name: string; onClose: () => void }) {
  const say = useWords(staffWords);
  const place = usePlace();
  const language = useLanguage();
  if (ticket === null) return null;
  const link = `${location.origin}/console/accept#token=${ticket.token}`;
  return (
    <Modal open title={say.reset} mask={{ closable: false }} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{say.done}</Button>}>
      <Once text={link}>{say.link(name, instant(ticket.expires_at, place, language))}</Once>
    </Modal>
  );
}
