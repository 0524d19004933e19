import { PlusOutlined } from "@ant-design/icons";
import { usePages } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Segmented } from "antd";
import { Link } from "react-router";
import { useActorName } from "../audit/told.ts";
import { labelOf } from "../members/facts.ts";
import { Fresh, type Segment } from "./Fresh.tsx";
import { NewSegment } from "./NewSegment.tsx";
import { Overlap } from "./Overlap.tsx";
import "./segments.css";
import { segmentsWords } from "./segments.words.ts";

/** Every segment: its kind, how many are in, how fresh that is. */
export default function Segments() {
  const say = useWords(segmentsWords);
  const mayEdit = useMay("segments.edit");
  const { get, set } = useAddress();
  return (
    <Needs right="segments.read">
      <section className="page">
        <header className="page-head">
          <h1>{say.title}</h1>
          <div className="page-acts">
            <Button aria-pressed={get("overlap") !== ""} onClick={() => set({ overlap: get("overlap") ? null : "-" }, { push: true })}>{say.compare}</Button>
            {mayEdit && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => set({ new: "1" }, { push: true })}>{say.make}</Button>}
          </div>
        </header>
        {get("overlap") && <Overlap />}
        <Shelf />
        <NewSegment open={get("new") === "1"} onClose={() => set({ new: null })} />
      </section>
    </Needs>
  );
}

function Shelf() {
  const say = useWords(segmentsWords);
  const { get, set } = useAddress();
  const state = get("state") === "archived" ? "archived" : "in_use";
  const pages = usePages("GET /v1/segments", { query: { state, limit: 50 } });
  return (
    <ListFrame<Segment>
      name="segments"
      label={say.list}
      pages={pages}
      columns={useSegmentColumns()}
      keyOf={(row) => row.code}
      empty={<Empty title={say.first} />}
      file="segments"
      views={{ page: "segments", keeps: ["state"] }}
      peek={{ to: (row) => `/segments/${row.code}` }}
      filters={
        <Segmented
          aria-label={say.shelf}
          value={state}
          onChange={(found) => set({ state: found === "archived" ? found : null })}
          options={[{ value: "in_use", label: say.inUse }, { value: "archived", label: say.archived }]}
        />
      }
    />
  );
}

function useSegmentColumns(): Column<Segment>[] {
  const say = useWords(segmentsWords);
  const language = useLanguage();
  const actor = useActorName();
  const nameOf = (row: Segment) => labelOf({ label: row.name, label_zh: row.name_zh }, language);
  return [
    { key: "name", title: say.name, render: (row) => <Link to={`/segments/${row.code}`}>{nameOf(row)}</Link>, text: nameOf },
    { key: "members", title: say.members, right: true, render: (row) => (row.fresh.as_of ? count(row.fresh.members) : "—"), text: (row) => String(row.fresh.members) },
    { key: "fresh", title: say.fresh, render: (row) => <Fresh of={row} />, text: (row) => row.fresh.evaluated_at ?? "" },
    { key: "kind", title: say.kind, render: (row) => say[row.kind], text: (row) => say[row.kind] },
    { key: "code", title: say.code, render: (row) => <code className="lk-code">{row.code}</code>, text: (row) => row.code },
    { key: "changed", title: say.changed, render: (row) => <When at={row.changed_at} />, text: (row) => row.changed_at, hidden: true },
    { key: "by", title: say.by, render: (row) => actor(row.changed_by), text: (row) => actor(row.changed_by), hidden: true },
  ];
}
