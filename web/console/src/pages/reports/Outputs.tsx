import { BookOutlined, DownloadOutlined } from "@ant-design/icons";
import { useAct } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { focusOpened, useFocusBack } from "@liuke/kit/desk/focus.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { App, Button, Dropdown, Form, Input, Modal } from "antd";
import { useState, type RefObject } from "react";
import type { Asking, Report } from "./asking.ts";
import { saveFile, savePicture } from "./files.ts";
import { reportWords } from "./reports.words.ts";

interface Props {
  report: Report;
  asking: Asking;
  title: string;
  within: RefObject<HTMLElement | null>;
}

/** Take a report away: as a file, a picture, on paper, or as a view to come back to. */
export function Outputs({ report, asking, title, within }: Props) {
  const say = useWords(reportWords);
  const language = useLanguage();
  const [saving, setSaving] = useState(false);
  const file = useAct("POST /v1/reports/{code}/files", { onDone: saveFile });
  const wish = (format: "csv" | "xlsx") =>
    file.mutate({ path: { code: report.code }, body: { format, question: asking, language: language === "en" ? "en" : "zh" } });
  const picture = () => within.current && savePicture(report.code, title, within.current);
  const acts: Record<string, () => unknown> = { csv: () => wish("csv"), xlsx: () => wish("xlsx"), png: picture, print: () => globalThis.print() };
  return (
    <div className="page-acts">
      {file.error && <ProblemNote of={file.error} />}
      <Button icon={<BookOutlined aria-hidden />} onClick={() => setSaving(true)}>{say.save}</Button>
      <Dropdown
        trigger={["click"]}
        menu={{
          onClick: ({ key }) => void acts[key]?.(),
          items: [
            { key: "csv", label: say.csv },
            { key: "xlsx", label: say.xlsx },
            { key: "png", label: say.png },
            { key: "print", label: say.print },
          ],
        }}
      >
        <Button icon={<DownloadOutlined aria-hidden />} loading={file.isPending}>{say.download}</Button>
      </Dropdown>
      {saving && <SaveView report={report} title={title} onClose={() => setSaving(false)} />}
    </div>
  );
}

function SaveView({ report, title, onClose }: { report: Report; title: string; onClose: () => void }) {
  const say = useWords(reportWords);
  useFocusBack();
  const { message } = App.useApp();
  const { query } = useAddress();
  const act = useAct("POST /v1/reports/views", {
    refresh: ["GET /v1/reports/views"],
    onDone: (view) => {
      void message.info(say.savedAs(view.name));
      onClose();
    },
  });
  const kept = new URLSearchParams(query);
  kept.delete("at");
  return (
    <Modal open title={say.save} footer={null} onCancel={onClose} afterOpenChange={focusOpened}>
      <Form<{ name: string }>
        layout="vertical"
        initialValues={{ name: title }}
        onFinish={({ name }) => act.mutate({ body: { report: report.code, name: name.trim(), query: kept.toString() } })}
      >
        <p className="lk-2">{say.saveHint}</p>
        <Form.Item name="name" label={say.name} rules={[{ required: true, whitespace: true, max: 60 }]}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        {act.error && <ProblemNote of={act.error} />}
        <Button type="primary" htmlType="submit" loading={act.isPending}>{say.save}</Button>
      </Form>
    </Modal>
  );
}
