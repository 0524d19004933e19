import { useAct } from "@liuke/kit/ask.ts";
import { focusOpened } from "@liuke/kit/desk/focus.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Modal } from "antd";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import { isNamed, NameFields } from "./NameFields.tsx";
import { segmentsWords } from "./segments.words.ts";

/** Keep who is in now as a list of its own. */
export function Freeze({ code }: { code: string }) {
  const say = useWords(segmentsWords);
  const go = useNavigate();
  const form = useId();
  const [open, show] = useState(false);
  const [named, setNamed] = useState({ code: "", name: "", name_zh: "" });
  const act = useAct("POST /v1/segments/{code}/lists", { refresh: ["GET /v1/segments", "GET /v1/facts"], onDone: (made) => void go(`/segments/${made.code}`) });
  const close = () => show(false);
  return (
    <>
      <Button onClick={() => show(true)}>{say.freeze}</Button>
      <Modal open={open} title={say.freeze} onCancel={close} afterOpenChange={focusOpened} destroyOnHidden footer={
        <>
          <Button onClick={close}>{say.cancel}</Button>
          <Button type="primary" htmlType="submit" form={form} loading={act.isPending} disabled={!isNamed(named)}>{say.freezeAct}</Button>
        </>
      }>
        <p>{say.freezeEffect}</p>
        <Form id={form} layout="vertical" requiredMark={false} onFinish={() => act.mutate({ path: { code }, body: named })}>
          <NameFields named={named} onChange={setNamed} />
          {act.error && <ProblemNote of={act.error} />}
        </Form>
      </Modal>
    </>
  );
}
