import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { call, type Answer } from "@liuke/kit/call.ts";
import { onStale, useSeen } from "@liuke/kit/desk/seen.ts";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Drawer, Form } from "antd";
import { useState } from "react";
import { staffWords } from "./staff.words.ts";
import { WorkFields, workOf, type Work } from "./Work.tsx";

type Person = Answer<"GET /v1/staff">["items"][number];

/** Give somebody another role or other stores. */
export function Assign({ one }: { one: Person }) {
  const say = useWords(staffWords);
  const [open, setOpen] = useState(false);
  const asked = useAsk("GET /v1/staff/{staff_id}", { path: { staff_id: one.id } }, { enabled: open, staleTime: 0 });
  const close = () => setOpen(false);
  return (
    <>
      <Button size="small" aria-label={say.assignOf(one.name)} onClick={() => setOpen(true)}>{say.assign}</Button>
      <Drawer open={open} title={say.assignOf(one.name)} size={420} mask={{ closable: false }} onClose={close} destroyOnHidden>
        <Region asked={asked}>{(person) => <AssignForm one={person} onDone={close} />}</Region>
      </Drawer>
    </>
  );
}

function nowOf(one: Person): Work {
  return { role: one.role, region: one.region, stores: one.store_ids ?? [] } as Work;
}

function AssignForm({ one, onDone }: { one: Person; onDone: () => void }) {
  const say = useWords(staffWords);
  const [form] = Form.useForm<Work>();
  const path = { staff_id: one.id };
  const act = useAct("PUT /v1/staff/{staff_id}/assignment", { refresh: ["GET /v1/staff", "GET /v1/staff/{staff_id}"], onDone });
  const { seen, match, look } = useSeen(one, form, {
    read: () => call("GET /v1/staff/{staff_id}", { path }),
    fieldsOf: nowOf,
    onLooked: act.reset,
  });
  return (
    <Form<Work> form={form} layout="vertical" requiredMark={false} initialValues={nowOf(seen)} onFinish={(work) => act.mutate({ path, body: workOf(work), match })}>
      <WorkFields />
      <p className="lk-2">{say.assignEffect(one.name)}</p>
      {act.error && <ProblemNote of={act.error} onRetry={onStale(act.error, look)} />}
      <Button type="primary" htmlType="submit" block loading={act.isPending}>{say.assignNow}</Button>
    </Form>
  );
}
