import { call, type Answer } from "@liuke/kit/call.ts";
import { useAsk } from "@liuke/kit/ask.ts";
import { download } from "@liuke/kit/desk/csv.ts";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { importWords } from "./imports.words.ts";

const PAGE = 200;
const ROWS_MAX = 50_000;

/** Read a whole sheet, page by page; null when it is too long for a browser. */
async function readAll(name: string, onRows: (rows: number) => void): Promise<string | null> {
  const texts: string[] = [];
  let after: string | null = null;
  for (let rows = PAGE; rows <= ROWS_MAX; rows += PAGE) {
    // oxlint-disable-next-line no-await-in-loop -- a page names the next one
    const page: Answer<"GET /v1/exports/{name}"> = await call("GET /v1/exports/{name}", { path: { name }, query: { limit: PAGE, after } });
    texts.push(page.text);
    onRows(rows);
    after = page.after;
    if (after === null) return texts.join("");
  }
  return null;
}

/** Take tables out, masked. */
export function Exports() {
  const say = useWords(importWords);
  const language = useLanguage();
  const sheets = useAsk("GET /v1/sheets", {}, { staleTime: 600_000 });
  return (
    <section className="card imports-part">
      <h2>{say.exportTitle}</h2>
      <p className="lk-2 imports-note">{say.exportHint}</p>
      <div className="page-acts">
        {(sheets.data ?? []).map((one) => (
          <One key={one.name} name={one.name} label={language === "en" ? one.label : one.label_zh} />
        ))}
      </div>
    </section>
  );
}

function One({ name, label }: { name: string; label: string }) {
  const say = useWords(importWords);
  const [rows, setRows] = useState(0);
  const work = useMutation({
    mutationFn: () => readAll(name, setRows),
    onSuccess: (text) => text !== null && download(`${name}.csv`, text),
  });
  return (
    <>
      <Button loading={work.isPending} onClick={() => work.mutate()}>{say.export(label)}</Button>
      {work.isPending && rows > 0 && <output className="lk-2">{say.exporting(count(rows))}</output>}
      {work.data === null && <output>{say.tooMany}</output>}
      {work.error && <ProblemNote of={work.error} />}
    </>
  );
}
