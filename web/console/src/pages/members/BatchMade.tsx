import { useAct } from "@liuke/kit/ask.ts";
import type { Given } from "@liuke/kit/call.ts";
import { focusOpened, useFocusBack } from "@liuke/kit/desk/focus.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Input, InputNumber, Modal, Select } from "antd";
import { useId } from "react";
import type { DeedName } from "./Choosing.tsx";
import { labelOf, type Labelled } from "./facts.ts";
import { batchWords } from "./members.words.ts";
import { useNames } from "./names.ts";
import { useUnits } from "./units.ts";

type Who = Pick<Given<"POST /v1/batches">["body"], "asked" | "member_ids">;
interface Fields {
  tag?: string;
  days?: number | null;
  book?: string;
  points?: number;
  template?: string;
  count?: number;
  reason: string;
}
interface MadeProps {
  deed: DeedName;
  who: Who;
  onMade: (id: string) => void;
  onClose: () => void;
}

/** Return what is asked of the server; `one` is what a point of the book counts there. */
function paramsOf(deed: DeedName, fields: Fields, one: number): Record<string, unknown> {
  if (deed === "members.tag") return { tag: fields.tag, days: fields.days ?? null };
  if (deed === "members.untag") return { tag: fields.tag };
  if (deed === "points.award") return { book: fields.book, points: Math.round((fields.points ?? 0) * one), reason: fields.reason };
  return { template: fields.template, count: fields.count };
}

/** Say what to do to many members; the next step shows the effect before anything happens. */
export function BatchMade({ deed, who, onMade, onClose }: MadeProps) {
  const say = useWords(batchWords);
  useFocusBack();
  const form = useId();
  const unit = useUnits();
  const make = useAct("POST /v1/batches", { onDone: (answer) => onMade(answer.batch.id) });
  const send = (fields: Fields) =>
    make.mutate({ body: { ...who, reason: fields.reason.trim(), deed: { action: deed, params: paramsOf(deed, fields, 10 ** unit(fields.book ?? "").decimals) } } });
  return (
    <Modal open title={say.title(say[deed])} onCancel={onClose} afterOpenChange={focusOpened} footer={
      <>
        <Button onClick={onClose}>{say.close}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={make.isPending}>{say.preview}</Button>
      </>
    }>
      <Form<Fields> id={form} layout="vertical" requiredMark={false} onFinish={send} initialValues={{ count: 1 }}>
        <Parameters deed={deed} />
        <Form.Item name="reason" label={say.reason} extra={say.reasonHint} rules={[{ required: true, min: 3, message: say.reasonHint }]}>
          <Input maxLength={200} />
        </Form.Item>
        {make.error && <ProblemNote of={make.error} />}
      </Form>
    </Modal>
  );
}

function needed(label: string) {
  return [{ required: true, message: label }];
}

function Parameters({ deed }: { deed: DeedName }) {
  const say = useWords(batchWords);
  const language = useLanguage();
  const names = useNames();
  const choice = (options: Labelled[]) => options.map((one) => ({ value: one.value, label: labelOf(one, language) }));
  if (deed === "members.tag" || deed === "members.untag") {
    return (
      <>
        <Form.Item name="tag" label={say.tag} rules={[{ required: true, pattern: /^\S{1,64}$/, message: say.tagHint }]} extra={say.tagHint}>
          <Input />
        </Form.Item>
        {deed === "members.tag" && <Form.Item name="days" label={say.days}><InputNumber min={1} precision={0} /></Form.Item>}
      </>
    );
  }
  if (deed === "points.award") return <Awarded books={choice(names.books)} />;
  return (
    <>
      <Form.Item name="template" label={say.template} rules={needed(say.template)}>
        <Select showSearch={{ optionFilterProp: "label" }} options={choice(names.templates)} />
      </Form.Item>
      <Form.Item name="count" label={say.count} rules={needed(say.count)}><InputNumber min={1} max={100} precision={0} /></Form.Item>
    </>
  );
}

/** Points as their book writes them, with its places. */
function Awarded({ books }: { books: { value: string; label: string }[] }) {
  const say = useWords(batchWords);
  const book = Form.useWatch<string | undefined>("book");
  const places = useUnits()(book ?? "").decimals;
  return (
    <>
      <Form.Item name="book" label={say.book} rules={needed(say.book)}><Select options={books} /></Form.Item>
      <Form.Item name="points" label={say.points} rules={needed(say.points)}><InputNumber min={10 ** -places} precision={places} /></Form.Item>
    </>
  );
}
