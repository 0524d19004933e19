import { call } from "@liuke/kit/call.ts";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { importWords } from "./imports.words.ts";
import type { Given } from "./table.ts";

/** The sheets of a workbook, and the one that is read: the first that has rows, until another is chosen. */
export function useWorksheets(file: Given) {
  const [chosen, setChosen] = useState<string | null>(null);
  const packed = "packed" in file.held ? file.held.packed : "";
  const asked = useQuery({
    queryKey: ["worksheets", file.key],
    queryFn: () => call("POST /v1/imports/worksheets", { body: { packed } }),
    enabled: packed !== "",
    staleTime: Infinity,
  });
  const listed = packed === "" ? [] : (asked.data ?? []);
  const first = listed.find((one) => one.rows !== 0) ?? listed[0];
  return { listed, worksheet: chosen ?? first?.name ?? "", setChosen, waiting: asked.isLoading, error: asked.error };
}

/** Which sheet of a workbook is read, where there are several. */
export function Worksheets({ book, onChoose }: { book: ReturnType<typeof useWorksheets>; onChoose: (name: string) => void }) {
  const say = useWords(importWords);
  if (book.error) return <ProblemNote of={book.error} />;
  if (book.listed.length < 2) return null;
  return (
    <div className="imports-choose">
      <label htmlFor="imports-worksheet">{say.worksheet}</label>
      <Select
        id="imports-worksheet"
        value={book.worksheet}
        options={book.listed.map(({ name, rows }) => ({ value: name, label: rows === null ? name : say.worksheetOf(name, count(rows)) }))}
        onChange={onChoose}
      />
    </div>
  );
}
