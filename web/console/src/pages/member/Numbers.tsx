import { useAct } from "@liuke/kit/ask.ts";
import type { Given } from "@liuke/kit/call.ts";
import { phone } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { App, Form, Input, Popconfirm, Select } from "antd";
import { useState } from "react";
import { familyWords } from "./family.words.ts";
import { FormDialogue } from "./FormDialogue.tsx";
import { memberWords } from "./member.words.ts";
import type { MemberAnswer } from "./Member.tsx";

type Kind = Given<"POST /v1/members/identities">["body"][number]["handle"]["kind"];
type Identity = MemberAnswer["identities"][number];
const KINDS = ["phone", "email", "wechat_openid", "wecom", "external"] as const satisfies readonly Kind[];
const REFRESH = ["GET /v1/members/{member_id}", "GET /v1/members/{member_id}/timeline"] as const;

interface NumbersProps {
  id: string;
  of: readonly Identity[];
  /** They are shown whole, not masked. */
  whole: boolean;
  may: boolean;
  onEdited: () => void;
}

/** By what a member is recognised; staff who may edit add to it and take away. */
export function Numbers({ id, of, whole, may, onEdited }: NumbersProps) {
  const say = useWords(memberWords);
  const told = useWords(familyWords);
  const [adding, add] = useState(false);
  const drop = useAct("DELETE /v1/members/{member_id}/identities/{identity_id}", { refresh: REFRESH, onDone: onEdited });
  return (
    <>
      {of.length === 0 && <dd className="facts-whole lk-2">{say.noIdentity}</dd>}
      {of.map((one) => (
        <div className="facts-row" key={one.id}>
          <dt>{say[one.kind]}</dt>
          <dd className="member-pair">
            <span className="lk-num">{one.kind === "phone" && !whole ? phone(one.value) : one.value}</span>
            {may && (
              <Popconfirm
                title={told.numberDropEffect}
                okText={told.numberDrop(told[one.kind])}
                okButtonProps={{ danger: true }}
                onConfirm={() => drop.mutate({ path: { member_id: id, identity_id: one.id } })}
              >
                <button type="button" className="lk-link">{told.numberDrop(told[one.kind])}</button>
              </Popconfirm>
            )}
          </dd>
        </div>
      ))}
      {may && (
        <dd className="facts-whole">
          <button type="button" className="lk-link" onClick={() => add(true)}>{told.numberAdd}</button>
        </dd>
      )}
      {adding && <Add id={id} onAdded={onEdited} onClose={() => add(false)} />}
    </>
  );
}

function Add({ id, onAdded, onClose }: { id: string; onAdded: () => void; onClose: () => void }) {
  const say = useWords(familyWords);
  const { message } = App.useApp();
  const act = useAct("POST /v1/members/identities", {
    refresh: REFRESH,
    onDone: () => {
      void message.info(say.numberAdded);
      onAdded();
      onClose();
    },
  });
  return (
    <FormDialogue<{ kind: Kind; value: string }>
      title={say.numberAdd}
      act={say.numberAdd}
      acting={act}
      first={{ kind: "phone" }}
      onSend={({ kind, value }) => act.mutate({ body: [{ member_id: id, handle: { kind, value: value.trim() } }] })}
      onClose={onClose}
    >
      <Form.Item name="kind" label={say.numberKind}>
        <Select options={KINDS.map((value) => ({ value, label: say[value] }))} />
      </Form.Item>
      <Form.Item name="value" label={say.number} extra={say.numberHint} rules={[{ required: true, whitespace: true, message: say.needNumber }]}>
        <Input autoComplete="off" maxLength={254} />
      </Form.Item>
    </FormDialogue>
  );
}
