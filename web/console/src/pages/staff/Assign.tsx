import { useAct } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
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
  const act = useAct("PUT /v1/staff/{staff_id}/assignment", { refresh: ["GET /v1/staff"], onDone: () => setOpen(false) });
  const close = () => {
    setOpen(false);
    act.reset();
  };
  const now = { role: one.role, region: one.region, stores: one.store_ids ?? [] } as Work;
  return (
    <>
      <Button size="small" aria-label={say.assignOf(one.name)} onClick={() => setOpen(true)}>{say.assign}</Button>
      <Drawer open={open} title={say.assignOf(one.name)} size={420} mask={{ closable: false }} onClose={close} destroyOnHidden>
        <Form<Work>
          layout="vertical"
          requiredMark={false}
          initialValues={now}
          onFinish={(work) => act.mutate({ path: { staff_id: one.id }, body: workOf(work) })}
        >
          <WorkFields />
          <p className="lk-2">{say.assignEffect(one.name)}</p>
          {act.error && <ProblemNote of={act.error} />}
          <Button type="primary" htmlType="submit" block loading={act.isPending}>{say.assignNow}</Button>
        </Form>
      </Drawer>
    </>
  );
}
