import { useAsk } from "@liuke/kit/ask.ts";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { Problem } from "@liuke/kit/problem.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useMutation } from "@tanstack/react-query";
import { Button, Select, Steps, Switch } from "antd";
import { useRef, useState } from "react";
import { Carry } from "./Carry.tsx";
import { Columns } from "./Columns.tsx";
import { importWords } from "./imports.words.ts";
import { rehearse, type Outlook, type Wish } from "./run.ts";
import { readFile, type Given, type Unfit } from "./table.ts";
import { cellsOf, letterOf } from "./text.ts";
import { useWorksheets, Worksheets } from "./Worksheets.tsx";

/** File, columns, rehearsal, import: each step shows what the next one will do. */
export function NewImport() {
  const say = useWords(importWords);
  const [sheet, setSheet] = useState("products");
  const [file, setFile] = useState<Given | null>(null);
  const [unfit, setUnfit] = useState<Unfit | null>(null);
  const choose = async (found: File) => {
    const read = await readFile(found);
    const fits = typeof read === "object" && "held" in read;
    setFile(fits ? read : null);
    setUnfit(fits ? null : read);
  };
  return (
    <section className="card imports-part">
      <h2>{say.fileTitle}</h2>
      {file ? (
        <Work key={file.key} sheet={sheet} file={file} onAnother={() => setFile(null)} />
      ) : (
        <Choose sheet={sheet} onSheet={setSheet} onFile={(found) => void choose(found)} />
      )}
      {unfit && <p role="alert" className="imports-unfit">{unfitIn(say, unfit)}</p>}
    </section>
  );
}

/** Say why a file was not taken. */
function unfitIn(say: typeof importWords.zh, unfit: Unfit): string {
  if (typeof unfit !== "object") return say[unfit];
  return "rows" in unfit ? say.tooLong(count(unfit.rows)) : say.damaged(count(unfit.damaged));
}

function Choose({ sheet, onSheet, onFile }: { sheet: string; onSheet: (sheet: string) => void; onFile: (file: File) => void }) {
  const say = useWords(importWords);
  const language = useLanguage();
  const box = useRef<HTMLInputElement>(null);
  const sheets = useAsk("GET /v1/sheets", {}, { staleTime: 600_000 });
  const options = (sheets.data ?? []).filter((one) => one.imports).map((one) => ({ value: one.name, label: language === "en" ? one.label : one.label_zh }));
  return (
    <>
      <div className="imports-choose">
        <label htmlFor="imports-sheet">{say.sheet}</label>
        <Select id="imports-sheet" value={sheet} options={options} onChange={onSheet} />
        <input
          ref={box}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,.parquet"
          aria-label={say.pick}
          className="lk-hidden"
          tabIndex={-1}
          onChange={(event) => {
            const found = event.target.files?.[0];
            if (found) onFile(found);
            event.target.value = "";
          }}
        />
        <Button type="primary" onClick={() => box.current?.click()}>{say.pick}</Button>
      </div>
      <p className="lk-2 imports-note">{say.pickHint}</p>
    </>
  );
}

/** What a refused rehearsal says about the file's columns. */
function headerOf(error: unknown): { header: string[]; missing: string[]; doubled: string[] } | null {
  if (!(error instanceof Problem)) return null;
  const header = error.field<string[]>("header");
  if (!header) return null;
  return { header, missing: error.field<string[]>("missing") ?? [], doubled: error.field<string[]>("columns") ?? [] };
}

/** What is known of the file's columns, from a rehearsal or from its refusal. */
function matchOf(outlook: Outlook | undefined, refused: ReturnType<typeof headerOf>) {
  if (outlook) return { found: outlook.columns, header: [...Object.values(outlook.columns), ...outlook.ignored], missing: [], doubled: [] };
  return { found: {}, ...(refused ?? { header: null, missing: [], doubled: [] }) };
}

/** The columns of ours that a kind of data has, and the one whose rows stand together. */
function useOurs(sheet: string) {
  const { data } = useAsk("GET /v1/sheets/{name}", { path: { name: sheet } }, { staleTime: 600_000 });
  return { ours: data?.columns ?? [], group: data?.group ?? "", known: data !== undefined };
}

/** Return what stands first in each column, by its place; of a workbook only the server knows. */
function samplesOf({ held }: Given): Record<string, string> {
  const cells = "table" in held && held.table.head ? cellsOf(held.table.head.text, held.table.delimiter) : [];
  return Object.fromEntries(cells.map((cell, place) => [letterOf(place), cell]));
}

/** Whether the first row of the file is data already. */
function Bare({ on, busy, onTurn }: { on: boolean; busy: boolean; onTurn: (on: boolean) => void }) {
  const say = useWords(importWords);
  return (
    <div className="imports-choose">
      <Switch id="imports-bare" checked={on} disabled={busy} onChange={onTurn} />
      <label htmlFor="imports-bare">{say.bare}</label>
    </div>
  );
}

interface WorkProps {
  sheet: string;
  file: Given;
  onAnother: () => void;
}

/** What a person decides about a file, and what its rehearsal says: each change is rehearsed anew. */
function useWish(sheet: string, group: string, file: Given, book: ReturnType<typeof useWorksheets>) {
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [bare, setBare] = useState(false);
  const trial = useMutation<Outlook, Error, Wish>({ mutationFn: (wish) => rehearse(file, wish) });
  const wish: Wish = { sheet, group, columns: mapping, worksheet: book.worksheet, bare };
  const anew = (more: Partial<Wish>) => {
    setMapping(more.columns ?? {});
    if (!trial.isIdle || more.bare) trial.mutate({ ...wish, columns: {}, ...more });
  };
  const map = (columns: Record<string, string>) => anew({ columns });
  const choose = (worksheet: string) => {
    book.setChosen(worksheet);
    anew({ worksheet });
  };
  const turn = (on: boolean) => {
    setBare(on);
    anew({ bare: on });
  };
  return { wish, trial, map, choose, turn };
}

function Work({ sheet, file, onAnother }: WorkProps) {
  const say = useWords(importWords);
  const { ours, group, known } = useOurs(sheet);
  const book = useWorksheets(file);
  const [done, setDone] = useState(false);
  const { wish, trial, map, choose, turn } = useWish(sheet, group, file, book);
  const outlook = trial.data;
  const refused = headerOf(trial.error);
  const rows = file.rows + Number(wish.bare);
  return (
    <>
      <Steps size="small" current={done ? 3 : outlook ? 2 : 1} aria-label={say.steps} items={[say.stepFile, say.stepColumns, say.stepTry, say.stepDone].map((title) => ({ title }))} />
      <div className="imports-choose">
        <strong>{file.rows ? say.file(file.name, count(rows)) : file.name}</strong>
        <Button size="small" onClick={onAnother}>{say.another}</Button>
      </div>
      {!done && (
        <>
          <Worksheets book={book} onChoose={choose} />
          <Bare on={wish.bare} busy={!known || book.waiting || trial.isPending} onTurn={turn} />
          <Columns columns={ours.filter((one) => !one.told)} {...matchOf(outlook, refused)} samples={wish.bare ? samplesOf(file) : null} mapping={wish.columns} onMap={map} />
        </>
      )}
      {!outlook && !refused && (
        <>
          <span>
            <Button type="primary" disabled={!known || book.waiting} loading={trial.isPending} onClick={() => trial.mutate(wish)}>{say.rehearse}</Button>
          </span>
          {trial.error && <ProblemNote of={trial.error} />}
        </>
      )}
      {outlook && <Carry file={file} wish={wish} outlook={outlook} ours={ours} onDone={() => setDone(true)} />}
    </>
  );
}
