import { csvOf, download } from "@liuke/kit/desk/csv.ts";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { CodeNote } from "@liuke/kit/desk/Refusal.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { importWords } from "./imports.words.ts";
import type { Fault } from "./run.ts";

const SHOWN = 50;

/** Return how to save faults as a file beside the one they are about. */
export function useFaultFile(name: string): (faults: readonly Fault[]) => void {
  const say = useWords(importWords);
  const language = useLanguage();
  return (faults) => {
    const rows = faults.map((one) => [String(one.line), one.column, language === "en" ? one.reason : one.reason_zh, one.code ?? ""]);
    download(`${name.replace(/\.\w+$/, "")}-faults.csv`, csvOf([say.row, say.column, say.reason, say.code], rows));
  };
}

/** Rows that cannot come in: where, and why. */
export function Faults({ of, name, columnName }: { of: readonly Fault[]; name: string; columnName: (code: string) => string }) {
  const say = useWords(importWords);
  const language = useLanguage();
  const save = useFaultFile(name);
  if (of.length === 0) return null;
  const rows = of.slice(0, SHOWN).map((one) => ({
    key: `${one.line} ${one.column} ${one.reason}`,
    cells: [
      count(one.line),
      one.column ? columnName(one.column) : say.wholeRow,
      <span key="r" className="refusal">
        {language === "en" ? one.reason : one.reason_zh}
        <CodeNote code={one.code ?? ""} />
      </span>,
    ],
  }));
  return (
    <section className="imports-part" aria-label={say.faults}>
      <h3>{say.faults}</h3>
      <PlainTable label={say.faults} head={[say.row, say.column, say.reason]} rows={rows} />
      {of.length > SHOWN && <span className="lk-2">{say.moreFaults(count(of.length - SHOWN))}</span>}
      <span><Button onClick={() => save(of)}>{say.faultFile}</Button></span>
    </section>
  );
}
