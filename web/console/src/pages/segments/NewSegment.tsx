import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { focusOpened } from "@liuke/kit/desk/focus.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Modal, Select } from "antd";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import { labelOf } from "../members/facts.ts";
import { EVERYBODY } from "../../conditions/tree.ts";
import { isNamed, NameFields, type Named } from "./NameFields.tsx";
import { segmentsWords } from "./segments.words.ts";

const NONE: Named = { code: "", name: "", name_zh: "" };
const BLANK = "+blank";
const LIST = "+list";

/** Make a segment: of a template, of a blank question, or an empty list. */
export function NewSegment({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useWords(segmentsWords);
  const language = useLanguage();
  const go = useNavigate();
  const form = useId();
  const templates = useAsk("GET /v1/segments/templates", {}, { enabled: open, staleTime: 600_000 }).data ?? [];
  const [begin, setBegin] = useState(BLANK);
  const [named, setNamed] = useState(NONE);
  const act = useAct("POST /v1/segments", { refresh: ["GET /v1/segments"], onDone: (made) => void go(`/segments/${made.code}`) });
  const found = templates.find((one) => one.code === begin);
  const choose = (code: string) => {
    setBegin(code);
    const template = templates.find((one) => one.code === code);
    if (template) setNamed({ code: template.code, name: template.name, name_zh: template.name_zh });
  };
  const send = () => act.mutate({ body: { ...named, tree: begin === LIST ? null : (found?.tree ?? EVERYBODY) } });
  return (
    <Modal open={open} title={say.make} onCancel={onClose} afterOpenChange={focusOpened} destroyOnHidden footer={
      <>
        <Button onClick={onClose}>{say.cancel}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={act.isPending} disabled={!isNamed(named)}>{say.create}</Button>
      </>
    }>
      <Form id={form} layout="vertical" requiredMark={false} onFinish={send}>
        <Form.Item label={say.template} htmlFor={`${form}-begin`} extra={found && (language === "en" ? found.use : found.use_zh)}>
          <Select
            id={`${form}-begin`}
            showSearch={{ optionFilterProp: "label" }}
            value={begin}
            onChange={choose}
            options={[{ value: BLANK, label: say.blank }, { value: LIST, label: say.emptyList }, ...templates.map((one) => ({ value: one.code, label: labelOf({ label: one.name, label_zh: one.name_zh }, language) }))]}
          />
        </Form.Item>
        <NameFields named={named} onChange={setNamed} />
        {act.error && <ProblemNote of={act.error} />}
      </Form>
    </Modal>
  );
}
