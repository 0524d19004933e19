import { BookOutlined, DownloadOutlined } from "@ant-design/icons";
import { useAct } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { SaveView } from "@liuke/kit/desk/SaveView.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Dropdown } from "antd";
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
  const { query } = useAddress();
  const file = useAct("POST /v1/reports/{code}/files", { onDone: saveFile });
  const wish = (format: "csv" | "xlsx") =>
    file.mutate({ path: { code: report.code }, body: { format, question: asking, language: language === "en" ? "en" : "zh" } });
  const kept = new URLSearchParams(query);
  kept.delete("at");
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
      {saving && <SaveView page={`reports/${report.code}`} query={kept.toString()} name={title} hint={say.saveHint} onClose={() => setSaving(false)} />}
    </div>
  );
}
