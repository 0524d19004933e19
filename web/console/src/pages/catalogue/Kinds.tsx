import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { revisionOf } from "@liuke/kit/call.ts";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty, ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { STALE, type Problem } from "@liuke/kit/problem.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Form, Input, Select } from "antd";
import { catalogueWords } from "./catalogue.words.ts";

interface Fields {
  code: string;
  name: string;
  parent?: string;
}

/** Categories and where each hangs. */
export function Categories() {
  const say = useWords(catalogueWords);
  const asked = useAsk("GET /v1/categories", {});
  const act = useAct("PUT /v1/categories", { refresh: ["GET /v1/categories"] });
  const named = (code: string | null | undefined) => asked.data?.find((one) => one.code === code)?.name ?? "—";
  return (
    <div className="catalogue-kinds">
      <Editor
        busy={act.isPending}
        error={act.error}
        parents={(asked.data ?? []).map((one) => ({ value: one.code, label: one.name }))}
        onLook={() => void asked.refetch().then(act.reset)}
        onSave={({ code, name, parent }, done) =>
          act.mutate({ body: [{ code: code.trim(), name: name.trim(), parent: parent ?? null }], match: revisionOf(asked.data) }, { onSuccess: done })
        }
      />
      <Region asked={asked}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={say.noCategories} />
          ) : (
            <div className="card">
              <PlainTable label={say.categories} head={[say.name, say.code, say.parent]} rows={all.map((one) => ({ key: one.code, cells: [one.name, one.code, named(one.parent)] }))} />
            </div>
          )
        }
      </Region>
    </div>
  );
}

/** Brands by code. */
export function Brands() {
  const say = useWords(catalogueWords);
  const asked = useAsk("GET /v1/brands", {});
  const act = useAct("PUT /v1/brands", { refresh: ["GET /v1/brands"] });
  return (
    <div className="catalogue-kinds">
      <Editor
        busy={act.isPending}
        error={act.error}
        onLook={() => void asked.refetch().then(act.reset)}
        onSave={({ code, name }, done) => act.mutate({ body: [{ code: code.trim(), name: name.trim() }], match: revisionOf(asked.data) }, { onSuccess: done })}
      />
      <Region asked={asked}>
        {(all) =>
          all.length === 0 ? (
            <div className="card"><Empty title={say.noBrands} /></div>
          ) : (
            <div className="card">
              <PlainTable label={say.brands} head={[say.name, say.code]} rows={all.map((one) => ({ key: one.code, cells: [one.name, one.code] }))} />
            </div>
          )
        }
      </Region>
    </div>
  );
}

interface EditorProps {
  busy: boolean;
  error: Problem | null;
  parents?: { value: string; label: string }[];
  /** Read the list again: somebody saved meanwhile. */
  onLook: () => void;
  onSave: (fields: Fields, done: () => void) => void;
}

function Editor({ busy, error, parents, onLook, onSave }: EditorProps) {
  const say = useWords(catalogueWords);
  const mayEdit = useMay("catalog.edit");
  const [form] = Form.useForm<Fields>();
  if (!mayEdit) return null;
  const save = (fields: Fields) => onSave(fields, () => form.resetFields());
  return (
    <Form<Fields> form={form} className="catalogue-editor" layout="inline" onFinish={save} requiredMark={false}>
      <Form.Item name="code" rules={[{ required: true, message: say.code }]}>
        <Input placeholder={say.code} aria-label={say.code} />
      </Form.Item>
      <Form.Item name="name" rules={[{ required: true, message: say.needName }]}>
        <Input placeholder={say.name} aria-label={say.name} />
      </Form.Item>
      {parents && (
        <Form.Item name="parent">
          <Select className="catalogue-category" allowClear showSearch={{ optionFilterProp: "label" }} placeholder={say.parent} aria-label={say.parent} options={parents} />
        </Form.Item>
      )}
      <Button htmlType="submit" loading={busy}>{say.add}</Button>
      <span className="lk-2 catalogue-hint">{say.codeTaken}</span>
      {error && <ProblemNote of={error} onRetry={error.status === STALE ? onLook : undefined} />}
    </Form>
  );
}
