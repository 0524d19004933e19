import { useAct } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { focusFirst } from "@liuke/kit/desk/focus.ts";
import { useMe } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useToday } from "@liuke/kit/today.ts";
import { Button, Checkbox, Form, Input, Modal, Select } from "antd";
import { useId, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { enrolWords } from "./members.words.ts";
import { useStores } from "./names.ts";

interface Fields {
  phone: string;
  name?: string;
  birthday?: string;
  gender?: string;
  store_id?: string;
  sms?: boolean;
}
type Welcomed = Answer<"POST /v1/members/welcomes">[number];

/** Return the profile that was filled in, without what was left empty. */
function profileOf({ birthday, gender }: Fields): Record<string, string> {
  return { ...(birthday ? { birthday } : {}), ...(gender ? { gender } : {}) };
}

/** Enrol somebody with their phone; one who is a member already is shown, never doubled. */
export function Enrol({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useWords(enrolWords);
  const form = useId();
  const inside = useRef<HTMLDivElement>(null);
  const go = useNavigate();
  const { stores } = useStores();
  const own = useMe().stores;
  const today = useToday();
  const [known, setKnown] = useState<Welcomed | null>(null);
  const welcome = useAct("POST /v1/members/welcomes", {
    refresh: ["POST /v1/members/lists", "POST /v1/members/counts"],
    onDone: ([first]) => {
      if (first?.created) void go(`/members/${first.member_id}`);
      else setKnown(first ?? null);
    },
  });
  const close = () => {
    setKnown(null);
    welcome.reset();
    onClose();
  };
  const send = (fields: Fields) =>
    welcome.mutate({
      body: [{
        enrolment: {
          phone: fields.phone.trim(),
          name: fields.name?.trim() || null,
          profile: profileOf(fields),
          store_id: fields.store_id ?? null,
          form: "console",
        },
        agreements: fields.sms ? [{ purpose: "marketing", channel: "sms", method: "verbal" }] : [],
      }],
    });
  const optional = (label: string) => <span>{label} <span className="lk-3">{say.optional}</span></span>;
  return (
    <Modal open={open} title={say.title} onCancel={close} destroyOnHidden mask={{ closable: false }} afterOpenChange={(shown) => shown && focusFirst(inside.current)} footer={
      <>
        <Button onClick={close}>{say.cancel}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={welcome.isPending}>{say.act}</Button>
      </>
    }>
      <div ref={inside}>
        <Form<Fields> id={form} layout="vertical" requiredMark={false} onFinish={send} initialValues={{ store_id: own?.length === 1 ? own[0] : undefined }}>
          <Form.Item name="phone" label={say.phone} rules={[{ required: true, message: say.needPhone }]}>
            <Input type="tel" autoComplete="off" />
          </Form.Item>
          <Form.Item name="name" label={optional(say.name)}><Input autoComplete="off" maxLength={100} /></Form.Item>
          <div className="enrol-two">
            <Form.Item name="birthday" label={optional(say.birthday)}><DayField until={today} /></Form.Item>
            <Form.Item name="gender" label={optional(say.gender)}>
              <Select allowClear options={(["female", "male", "other"] as const).map((value) => ({ value, label: say[value] }))} />
            </Form.Item>
          </div>
          <Form.Item name="store_id" label={optional(say.store)}>
            <Select allowClear showSearch={{ optionFilterProp: "label" }} options={stores.map((one) => ({ value: one.id, label: one.name }))} />
          </Form.Item>
          <Form.Item name="sms" valuePropName="checked"><Checkbox>{say.sms}</Checkbox></Form.Item>
          {welcome.error && <ProblemNote of={welcome.error} />}
          {known && (
            <output className="enrol-known">
              {say.was} <Link to={`/members/${known.member_id}`}>{say.open}</Link>
            </output>
          )}
        </Form>
      </div>
    </Modal>
  );
}
