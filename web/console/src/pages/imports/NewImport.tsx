import { useAsk } from "@liuke/kit/ask.ts";
import { ApprovalWait } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { Problem } from "@liuke/kit/problem.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Progress, Select, Steps } from "antd";
import { useRef, useState } from "react";
import { Columns } from "./Columns.tsx";
import { Faults } from "./Faults.tsx";
import { importWords } from "./imports.words.ts";
import { importAll, rehearse, type Outlook, type Result, type Wish } from "./run.ts";
import { readFile, type Given, type Unfit } from "./table.ts";
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

interface WorkProps {
  sheet: string;
  file: Given;
  onAnother: () => void;
}

function Work({ sheet, file, onAnother }: WorkProps) {
  const say = useWords(importWords);
  const { ours, group, known } = useOurs(sheet);
  const book = useWorksheets(file);
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [done, setDone] = useState(false);
  const wishOf = (columns: Record<string, string>, worksheet = book.worksheet): Wish => ({ sheet, group, columns, worksheet });
  const trial = useMutation<Outlook, Error, Wish>({ mutationFn: (wish) => rehearse(file, wish) });
  const outlook = trial.data;
  const refused = headerOf(trial.error);
  const step = done ? 3 : outlook ? 2 : 1;
  const map = (next: Record<string, string>) => {
    setMapping(next);
    trial.mutate(wishOf(next));
  };
  const choose = (worksheet: string) => {
    book.setChosen(worksheet);
    setMapping({});
    if (!trial.isIdle) trial.mutate(wishOf({}, worksheet));
  };
  return (
    <>
      <Steps size="small" current={step} aria-label={say.steps} items={[say.stepFile, say.stepColumns, say.stepTry, say.stepDone].map((title) => ({ title }))} />
      <div className="imports-choose">
        <strong>{file.rows ? say.file(file.name, count(file.rows)) : file.name}</strong>
        <Button size="small" onClick={onAnother}>{say.another}</Button>
      </div>
      {!done && <Worksheets book={book} onChoose={choose} />}
      {!done && <Columns columns={ours.filter((one) => !one.told)} {...matchOf(outlook, refused)} mapping={mapping} onMap={map} />}
      {!outlook && !refused && (
        <>
          <span>
            <Button type="primary" disabled={!known || book.waiting} loading={trial.isPending} onClick={() => trial.mutate(wishOf(mapping))}>{say.rehearse}</Button>
          </span>
          {trial.error && <ProblemNote of={trial.error} />}
        </>
      )}
      {outlook && <Carry file={file} wish={wishOf(mapping)} outlook={outlook} ours={ours} onDone={() => setDone(true)} />}
    </>
  );
}

interface CarryProps {
  file: Given;
  wish: Wish;
  outlook: Outlook;
  ours: readonly { name: string; label: string; label_zh: string }[];
  onDone: () => void;
}

function Carry({ file, wish, outlook, ours, onDone }: CarryProps) {
  const say = useWords(importWords);
  const language = useLanguage();
  const client = useQueryClient();
  const [so, setSo] = useState<Result | null>(null);
  const work = useMutation<Result, Error, string | undefined>({
    mutationFn: (approval) => importAll(file, wish, outlook, setSo, approval),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "GET /v1/imports" });
      onDone();
    },
  });
  const columnName = (code: string) => {
    const found = ours.find((one) => one.name === code);
    return found ? (language === "en" ? found.label : found.label_zh) : code;
  };
  const made = work.data;
  const waits = work.error instanceof Problem && work.error.code === "approval_needed" ? work.error : null;
  const importNow = say.importNow(count(outlook.taken));
  return (
    <>
      <output className="imports-outlook">
        {made ? say.done(count(made.taken), count(made.refused)) : say.outlook(count(outlook.rows), count(outlook.taken), count(outlook.refused))}
      </output>
      {made !== undefined && made.already > 0 && <output className="lk-2">{say.already(count(made.already))}</output>}
      <Faults of={(made ?? outlook).faults} name={file.name} columnName={columnName} />
      {!made && !waits && (
        <span>
          <Button type="primary" disabled={outlook.taken === 0} loading={work.isPending} onClick={() => work.mutate(undefined)}>
            {importNow}
          </Button>
        </span>
      )}
      {work.isPending && so && (
        <>
          <output>{say.importing(count(so.rows), count(outlook.rows))}</output>
          <Progress percent={Math.floor((so.rows * 100) / Math.max(1, outlook.rows))} aria-label={say.stepDone} />
        </>
      )}
      {waits && <ApprovalWait of={waits} act={importNow} busy={work.isPending} onGo={(approval) => work.mutate(approval)} />}
      {work.error && !waits && <ProblemNote of={work.error} onRetry={() => work.mutate(undefined)} />}
    </>
  );
}
