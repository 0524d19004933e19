import { useAsk } from "@liuke/kit/ask.ts";
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
import { importAll, rehearse, type Outlook, type Result } from "./run.ts";
import { readFile, type Given, type Unfit } from "./table.ts";

/** File, columns, rehearsal, import: each step shows what the next one will do. */
export function NewImport() {
  const say = useWords(importWords);
  const [sheet, setSheet] = useState("products");
  const [file, setFile] = useState<Given | null>(null);
  const [unfit, setUnfit] = useState<Unfit | null>(null);
  const choose = async (found: File) => {
    const read = await readFile(found);
    const fits = typeof read === "object" && "parts" in read;
    setFile(fits ? read : null);
    setUnfit(fits ? null : read);
  };
  return (
    <section className="card imports-part">
      <h2>{say.fileTitle}</h2>
      {file ? (
        <Work key={file.name} sheet={sheet} file={file} onAnother={() => setFile(null)} />
      ) : (
        <Choose sheet={sheet} onSheet={setSheet} onFile={(found) => void choose(found)} />
      )}
      {unfit && <p role="alert" className="imports-unfit">{typeof unfit === "object" ? say.tooLong(count(unfit.rows)) : say[unfit]}</p>}
    </section>
  );
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
          accept=".csv,.tsv,.txt,.xlsx"
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
function headerOf(error: unknown): { header: string[]; missing: string[] } | null {
  if (!(error instanceof Problem)) return null;
  const header = error.field<string[]>("header");
  return header ? { header, missing: error.field<string[]>("missing") ?? [] } : null;
}

/** What is known of the file's columns, from a rehearsal or from its refusal. */
function matchOf(outlook: Outlook | undefined, refused: ReturnType<typeof headerOf>) {
  if (outlook) return { found: outlook.columns, header: [...Object.values(outlook.columns), ...outlook.ignored], missing: [] };
  return { found: {}, header: refused?.header ?? null, missing: refused?.missing ?? [] };
}

interface WorkProps {
  sheet: string;
  file: Given;
  onAnother: () => void;
}

function Work({ sheet, file, onAnother }: WorkProps) {
  const say = useWords(importWords);
  const shown = useAsk("GET /v1/sheets/{name}", { path: { name: sheet } }, { staleTime: 600_000 });
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [done, setDone] = useState(false);
  const trial = useMutation<Outlook, Error, Record<string, string>>({ mutationFn: (columns) => rehearse(sheet, file, columns) });
  const outlook = trial.data;
  const refused = headerOf(trial.error);
  const ours = shown.data?.columns ?? [];
  const step = done ? 3 : outlook ? 2 : 1;
  const map = (next: Record<string, string>) => {
    setMapping(next);
    trial.mutate(next);
  };
  return (
    <>
      <Steps size="small" current={step} aria-label={say.steps} items={[say.stepFile, say.stepColumns, say.stepTry, say.stepDone].map((title) => ({ title }))} />
      <div className="imports-choose">
        <strong>{file.rows ? say.file(file.name, count(file.rows)) : file.name}</strong>
        <Button size="small" onClick={onAnother}>{say.another}</Button>
      </div>
      {!done && <Columns columns={ours.filter((one) => !one.told)} {...matchOf(outlook, refused)} mapping={mapping} onMap={map} />}
      {!outlook && !refused && <span><Button type="primary" loading={trial.isPending} onClick={() => trial.mutate(mapping)}>{say.rehearse}</Button></span>}
      {trial.error && !refused && <ProblemNote of={trial.error} />}
      {outlook && <Carry sheet={sheet} file={file} mapping={mapping} outlook={outlook} ours={ours} onDone={() => setDone(true)} />}
    </>
  );
}

interface CarryProps {
  sheet: string;
  file: Given;
  mapping: Record<string, string>;
  outlook: Outlook;
  ours: readonly { name: string; label: string; label_zh: string }[];
  onDone: () => void;
}

function Carry({ sheet, file, mapping, outlook, ours, onDone }: CarryProps) {
  const say = useWords(importWords);
  const language = useLanguage();
  const client = useQueryClient();
  const [so, setSo] = useState<Result | null>(null);
  const work = useMutation<Result, Error>({
    mutationFn: () => importAll(sheet, file, mapping, setSo),
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
  return (
    <>
      <output className="imports-outlook">
        {made ? say.done(count(made.taken), count(made.refused)) : say.outlook(count(outlook.rows), count(outlook.taken), count(outlook.refused))}
      </output>
      <Faults of={(made ?? outlook).faults} name={file.name} columnName={columnName} />
      {!made && (
        <span>
          <Button type="primary" disabled={outlook.taken === 0} loading={work.isPending} onClick={() => work.mutate()}>
            {say.importNow(count(outlook.taken))}
          </Button>
        </span>
      )}
      {work.isPending && so && (
        <>
          <output>{say.importing(count(so.rows), count(outlook.rows))}</output>
          <Progress percent={Math.floor((so.rows * 100) / Math.max(1, outlook.rows))} aria-label={say.stepDone} />
        </>
      )}
      {work.error && <ProblemNote of={work.error} onRetry={() => work.mutate()} />}
    </>
  );
}
