import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { call, type Answer } from "@liuke/kit/call.ts";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Input, Radio } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import type { Asking, Point, Report } from "./asking.ts";
import { reportWords } from "./reports.words.ts";

type PointSaid = Answer<"POST /v1/reports/{code}/conditions">;

interface Props {
  report: Report;
  wish: { point: Point; question: Asking };
  total: number;
  where: string;
}

interface Named {
  code: string;
  name: string;
  how: "question" | "list";
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

/** Keep who is behind a point as a segment: as a question where it is one, or as a fixed list. */
export function KeepSegment(props: Props) {
  const say = useWords(reportWords);
  const [open, setOpen] = useState(false);
  if (!open) return <div><Button type="primary" onClick={() => setOpen(true)}>{say.segment}</Button></div>;
  return <Offered {...props} />;
}

function Offered(props: Props) {
  const asked = useAsk("POST /v1/reports/{code}/conditions", { path: { code: props.report.code }, body: props.wish });
  return (
    <Region asked={asked} waiting={<Waiting rows={3} height={32} />}>
      {(said) => <Kept {...props} said={said} />}
    </Region>
  );
}

function Kept({ report, wish, total, where, said }: Props & { said: PointSaid }) {
  const say = useWords(reportWords);
  const language = useLanguage();
  const go = useNavigate();
  const [mark] = useState(() => Date.now().toString(36));
  const [kept, setKept] = useState("");
  const [filling, setFilling] = useState<unknown>(null);
  const made = useAct("POST /v1/segments", {
    refresh: ["GET /v1/segments"],
    onDone: (segment) => {
      // A question opens in its builder; a list is filled first, and stays in view until it is.
      if (segment.tree) void go(`/segments/${segment.code}`);
      else fill(segment.code, report.code, wish).then(() => setKept(segment.code), setFilling);
    },
  });
  if (kept) {
    return (
      <output className="rp-kept">
        {say.kept(count(total))} <Link to={`/segments/${kept}`}>{say.toList}</Link>
      </output>
    );
  }
  const title = `${language === "en" ? report.title : report.title_zh} · ${where}`.slice(0, 60);
  return (
    <Form<Named>
      layout="vertical"
      className="rp-keep"
      initialValues={{ name: title, code: `${report.code.replaceAll("_", "-")}-${mark}`, how: said.tree ? "question" : "list" }}
      onFinish={({ code, name, how }) => made.mutate({
        body: { code: code.trim(), name: name.trim(), name_zh: name.trim(), tree: how === "question" ? said.tree : null },
      })}
    >
      {!said.tree && <p className="lk-2">{say.noQuestion((language === "en" ? said.why : said.why_zh) ?? "")}</p>}
      <Form.Item name="how" label={say.how}>
        <Radio.Group
          className="rp-how"
          options={[
            { value: "question", label: say.asQuestion, disabled: !said.tree },
            { value: "list", label: say.asList(count(total)) },
          ]}
        />
      </Form.Item>
      <Form.Item name="name" label={say.name} rules={[{ required: true, whitespace: true }]}><Input maxLength={60} /></Form.Item>
      <Form.Item name="code" label={say.code} extra={say.codeHint} rules={[{ required: true, pattern: /^[a-z0-9-]+$/ }]}><Input maxLength={40} /></Form.Item>
      {made.error && <ProblemNote of={made.error} />}
      {filling !== null && <ProblemNote of={filling} />}
      <Button type="primary" htmlType="submit" loading={made.isPending || (made.isSuccess && !made.data.tree && filling === null)}>{say.keep}</Button>
    </Form>
  );
}
