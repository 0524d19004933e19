import { useAct } from "@liuke/kit/ask.ts";
import { call } from "@liuke/kit/call.ts";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { Asking, Point, Report } from "./asking.ts";
import { reportWords } from "./reports.words.ts";

interface Props {
  report: Report;
  wish: { point: Point; question: Asking };
  total: number;
  where: string;
}

interface Named {
  code: string;
  name: string;
}

/** Put everybody behind a point on a list, ten thousand at a time. */
async function fill(code: string, report: string, wish: Props["wish"]): Promise<void> {
  for (let after: string | null | undefined; ; ) {
    const page = await call("POST /v1/reports/{code}/member-ids", { path: { code: report }, body: after ? { ...wish, after } : wish });
    const content = ["member", ...page.items].join("\n");
    await call("POST /v1/segments/{code}/files", { path: { code }, body: { content }, key: crypto.randomUUID() });
    if (!(after = page.after)) return;
  }
}

/** Keep who is behind a point as a fixed list. */
export function KeepList({ report, wish, total, where }: Props) {
  const say = useWords(reportWords);
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const [mark] = useState(() => Date.now().toString(36));
  const [kept, setKept] = useState("");
  const [filling, setFilling] = useState<unknown>(null);
  const made = useAct("POST /v1/segments", {
    refresh: ["GET /v1/segments"],
    onDone: (segment) => {
      fill(segment.code, report.code, wish).then(() => setKept(segment.code), setFilling);
    },
  });
  if (kept) {
    return (
      <output className="rp-kept">
        {say.kept(count(total))} <Link to={`/segments/${kept}`}>{say.toList}</Link>
      </output>
    );
  }
  if (!open) return <Button onClick={() => setOpen(true)}>{say.segment}</Button>;
  const title = `${language === "en" ? report.title : report.title_zh} · ${where}`.slice(0, 60);
  return (
    <Form<Named>
      layout="vertical"
      className="rp-keep"
      initialValues={{ name: title, code: `${report.code.replaceAll("_", "-")}-${mark}` }}
      onFinish={({ code, name }) => made.mutate({ body: { code: code.trim(), name: name.trim(), name_zh: name.trim() } })}
    >
      <p className="lk-2">{say.segmentHint}</p>
      <Form.Item name="name" label={say.name} rules={[{ required: true, whitespace: true }]}><Input maxLength={60} /></Form.Item>
      <Form.Item name="code" label={say.code} extra={say.codeHint} rules={[{ required: true, pattern: /^[a-z0-9-]+$/ }]}><Input maxLength={40} /></Form.Item>
      {made.error && <ProblemNote of={made.error} />}
      {filling !== null && <ProblemNote of={filling} />}
      <Button type="primary" htmlType="submit" loading={made.isPending || (made.isSuccess && filling === null)}>{say.keep(count(total))}</Button>
    </Form>
  );
}
