import type { Answer } from "@liuke/kit/call.ts";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { Once } from "@liuke/kit/desk/Copied.tsx";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { isRight, rightWords } from "@liuke/kit/desk/rights.words.ts";
import { beginOf, laterBy } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { useToday } from "@liuke/kit/today.ts";
import { Button, Checkbox, Drawer, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { keyWords } from "./keys.words.ts";

type Made = Answer<"POST /v1/keys">[number];

interface Fields {
  name: string;
  scopes: string[];
  stores?: string[];
  ends?: string;
}

const GROUPS = {
  groupCheckout: ["checkout", "promotions", "programme"],
  groupCatalog: ["catalog", "stores"],
  groupMembers: ["members"],
  groupPoints: ["points", "tiers", "coupons"],
  groupOther: ["behaviour", "connect", "metrics"],
} as const;
type GroupName = keyof typeof GROUPS;

/** Make a key: what it is for, what it may do; it is shown once. */
export function NewKey() {
  const say = useWords(keyWords);
  const { timeZone } = usePlace();
  const today = useToday();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const act = useAct("POST /v1/keys", { refresh: ["GET /v1/keys"], onDone: (keys) => setMade(keys[0] ?? null) });
  const send = ({ name, scopes, stores, ends }: Fields) =>
    act.mutate({
      body: [
        {
          name: name.trim(),
          scopes,
          store_ids: stores?.length ? stores : null,
          expires_at: ends ? beginOf(ends, timeZone) : null,
        },
      ],
    });
  const close = () => {
    setOpen(false);
    setMade(null);
    act.reset();
  };
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{say.make}</Button>
      <Drawer open={open} title={say.make} size={480} mask={{ closable: false }} onClose={close} destroyOnHidden>
        <Form<Fields> layout="vertical" requiredMark={false} validateTrigger="onBlur" onFinish={send}>
          <Form.Item name="name" label={say.name} extra={say.nameHint} rules={[{ required: true, message: say.needName }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="scopes" label={say.scopes} rules={[{ required: true, message: say.needScope }]}>
            <ScopeBoxes />
          </Form.Item>
          <Form.Item name="stores" label={say.stores} extra={say.storesHint}>
            <StoreChoice />
          </Form.Item>
          <Form.Item name="ends" label={say.ends} extra={say.endsHint}>
            <DayField from={laterBy(today, 1)} />
          </Form.Item>
          {act.error && <ProblemNote of={act.error} />}
          <Button type="primary" htmlType="submit" block loading={act.isPending}>{say.makeNow}</Button>
        </Form>
      </Drawer>
      {made && (
        <Modal open title={made.name} mask={{ closable: false }} onCancel={close} footer={<Button type="primary" onClick={close}>{say.kept}</Button>}>
          <Once text={made.key}>{say.once}</Once>
        </Modal>
      )}
    </>
  );
}

function StoreChoice({ id, value, onChange }: { id?: string; value?: string[]; onChange?: (chosen: string[]) => void }) {
  const stores = useEveryStore();
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      value={value ?? []}
      showSearch={{ optionFilterProp: "label" }}
      options={(stores.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
      onChange={(chosen: string[]) => onChange?.(chosen)}
    />
  );
}

function ScopeBoxes({ value, onChange }: { value?: string[]; onChange?: (chosen: string[]) => void }) {
  const say = useWords(keyWords);
  const rights = useWords(rightWords);
  const policy = useAsk("GET /v1/policy", {}, { staleTime: 600_000 });
  const able = (policy.data ?? []).filter((one) => one.roles.includes("integrator")).map((one) => one.permission);
  const groupOf = (right: string) =>
    (Object.keys(GROUPS) as GroupName[]).find((name) => (GROUPS[name] as readonly string[]).includes(right.split(".")[0] ?? "")) ?? "groupOther";
  return (
    <Checkbox.Group className="key-boxes" value={value ?? []} onChange={(chosen) => onChange?.(chosen.map(String))}>
      {(Object.keys(GROUPS) as GroupName[]).map((group) => (
        <fieldset key={group}>
          <legend>{say[group]}</legend>
          {able.filter((right) => groupOf(right) === group).map((right) => (
            <Checkbox key={right} value={right}>{isRight(right) ? rights[right] : right}</Checkbox>
          ))}
        </fieldset>
      ))}
    </Checkbox.Group>
  );
}
