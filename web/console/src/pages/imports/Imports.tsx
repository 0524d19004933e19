import { useAsk, usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Exports } from "./Exports.tsx";
import { useFaultFile } from "./Faults.tsx";
import { NewImport } from "./NewImport.tsx";
import { importWords } from "./imports.words.ts";
import { faultsOf } from "./run.ts";
import "./imports.css";

type Progress = Answer<"GET /v1/imports">["items"][number];

/** Bring tables in, step by step; what came in before; take tables out. */
export default function Imports() {
  const say = useWords(importWords);
  const mayImport = useMay("connect.import");
  const mayExport = useMay("connect.export");
  return (
    <Needs right="connect.read">
      <section className="page">
        <h1>{say.title}</h1>
        {mayImport && <NewImport />}
        <Past />
        {mayExport && <Exports />}
      </section>
    </Needs>
  );
}

/** Return how to name a kind of data. */
function useSheetName(): (name: string) => string {
  const language = useLanguage();
  const sheets = useAsk("GET /v1/sheets", {}, { staleTime: 600_000 });
  const names = new Map((sheets.data ?? []).map((one) => [one.name, language === "en" ? one.label : one.label_zh]));
  return (name) => names.get(name) ?? name;
}

/** Name a file, of a workbook with the sheet that was read. */
function fileOf(one: Progress): string {
  return one.worksheet ? `${one.file} · ${one.worksheet}` : one.file;
}

function Past() {
  const say = useWords(importWords);
  const pages = usePages("GET /v1/imports", { query: { limit: 20 } });
  const sheet = useSheetName();
  const columns: Column<Progress>[] = [
    { key: "file", title: say.name, width: 220, text: fileOf, render: fileOf },
    { key: "sheet", title: say.sheet, text: (one) => sheet(one.sheet), render: (one) => sheet(one.sheet) },
    { key: "rows", title: say.rows, right: true, text: (one) => count(one.rows), render: (one) => count(one.rows) },
    { key: "taken", title: say.taken, right: true, text: (one) => count(one.taken), render: (one) => count(one.taken) },
    { key: "refused", title: say.refused, right: true, text: (one) => count(one.refused), render: (one) => <Refused one={one} /> },
    { key: "started", title: say.started, render: (one) => <When at={one.started_at} /> },
    { key: "state", title: say.state, card: "beside", render: (one) => <Mark tone={one.finished_at ? "good" : "warns"}>{one.finished_at ? say.finished : say.running}</Mark> },
  ];
  return (
    <div className="imports-part">
      <h2>{say.past}</h2>
      <ListFrame<Progress> name="imports" pages={pages} columns={columns} keyOf={(one) => one.id} label={say.past} empty={<Empty title={say.noPast} />} file="imports" views={{ page: "imports", keeps: [] }} />
    </div>
  );
}

function Refused({ one }: { one: Progress }) {
  const say = useWords(importWords);
  const save = useFaultFile(one.file);
  if (one.refused === 0) return <>0</>;
  const fetchFile = () => void faultsOf(one.id).then(save);
  return (
    <span className="imports-refused">
      {count(one.refused)}
      <Button size="small" onClick={fetchFile}>{say.faultFile}</Button>
    </span>
  );
}
