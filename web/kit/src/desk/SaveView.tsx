/** Keep a page as it is filtered now, under a name. */

import { App, Button, Form, Input, Modal } from "antd";
import { useAct } from "../ask.ts";
import { ProblemNote } from "../notes.tsx";
import { useWords } from "../scheme.tsx";
import { deskWords } from "./desk.words.ts";
import { focusOpened, useFocusBack } from "./focus.ts";

interface Props {
  /** Which page of the console: `orders`, `reports/sales`. */
  page: string;
  /** The query of its address that is kept. */
  query: string;
  name?: string;
  /** Where the view is found again. */
  hint: string;
  onClose: () => void;
}

/** Ask for a name and keep the view; one of the same name is replaced. */
export function SaveView({ page, query, name = "", hint, onClose }: Props) {
  const say = useWords(deskWords);
  useFocusBack();
  const { message } = App.useApp();
  const act = useAct("POST /v1/views", {
    refresh: ["GET /v1/views"],
    onDone: (view) => {
      void message.info(say.savedAs(view.name));
      onClose();
    },
  });
  return (
    <Modal open title={say.saveView} footer={null} onCancel={onClose} afterOpenChange={focusOpened}>
      <Form<{ name: string }>
        layout="vertical"
        requiredMark={false}
        initialValues={{ name }}
        onFinish={(typed) => act.mutate({ body: { page, query, name: typed.name.trim() } })}
      >
        <p className="lk-2">{hint}</p>
        <Form.Item name="name" label={say.viewName} rules={[{ required: true, whitespace: true, max: 60, message: say.needName }]}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        {act.error && <ProblemNote of={act.error} />}
        <Button type="primary" htmlType="submit" loading={act.isPending}>{say.saveView}</Button>
      </Form>
    </Modal>
  );
}
