import { ApprovalWait } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { Problem } from "@liuke/kit/problem.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useState } from "react";
import { Faults } from "./Faults.tsx";
import { importWords } from "./imports.words.ts";
import { importAll, type Outlook, type Result, type Wish } from "./run.ts";
import type { Given } from "./table.ts";

interface CarryProps {
  file: Given;
  wish: Wish;
  outlook: Outlook;
  ours: readonly { name: string; label: string; label_zh: string }[];
  onDone: () => void;
}

/** What the rehearsal said, and the import itself: its progress, who must approve, what was refused. */
export function Carry({ file, wish, outlook, ours, onDone }: CarryProps) {
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
