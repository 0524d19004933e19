import { UploadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { call, type Answer } from "@liuke/kit/call.ts";
import { csvOf, download } from "@liuke/kit/desk/csv.ts";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useRef, useState } from "react";
import { importWords } from "../imports/imports.words.ts";
import { readFile, type Given } from "../imports/table.ts";
import { ListBook } from "./ListBook.tsx";
import { segmentsWords } from "./segments.words.ts";

type Faults = Answer<"POST /v1/segments/{code}/files">["faults"];

interface Told {
  done: number;
  all: number;
  added: number;
  faults: Faults;
  error?: unknown;
}

/** How a workbook begins. */
const BOOK = "PK\u0003\u0004";
const PART = 5_000;
const SHOWN = 50;

/** Send one part of a file after another, and tell how far it has come. */
async function sendPart(code: string, head: string, lines: readonly string[], told: Told, tell: (told: Told) => void): Promise<void> {
  tell(told);
  const { done } = told;
  if (done > 0 && done >= lines.length) return;
  const content = [head, ...lines.slice(done, done + PART)].join("\n");
  try {
    const taken = await call("POST /v1/segments/{code}/files", { path: { code }, body: { content } });
    const faults = [...told.faults, ...taken.faults.map((one) => ({ ...one, line: one.line + done }))];
    const next = { ...told, done: Math.max(Math.min(done + PART, lines.length), 1), added: told.added + taken.added, faults };
    await sendPart(code, head, lines, next, tell);
  } catch (error) {
    tell({ ...told, error });
  }
}

/** A workbook as it came; a text has none. */
async function bookOf(file: File): Promise<Given | "tooLarge" | null> {
  if (await file.slice(0, 4).text() !== BOOK) return null;
  const read = await readFile(file);
  return typeof read === "object" && "held" in read ? read : "tooLarge";
}

/** Put members named by a file on a list; rows that cannot be taken are told one by one. */
export function ListFile({ code }: { code: string }) {
  const say = useWords(segmentsWords);
  const sayFile = useWords(importWords);
  const language = useLanguage();
  const client = useQueryClient();
  const box = useRef<HTMLInputElement>(null);
  const [told, tell] = useState<Told | null>(null);
  const [book, setBook] = useState<Given | "tooLarge" | null>(null);
  const choose = async (file: File) => {
    tell(null);
    const found = await bookOf(file);
    setBook(found);
    if (!found) await send(file);
  };
  const sendBook = async ({ held }: Given, worksheet: string) => {
    const packed = "packed" in held ? held.packed : "";
    const none = { done: 0, all: 1, added: 0, faults: [] };
    tell(none);
    try {
      const taken = await call("POST /v1/segments/{code}/files", { path: { code }, body: { packed, worksheet } });
      tell({ ...taken, done: taken.rows, all: taken.rows });
      await client.invalidateQueries();
    } catch (error) {
      tell({ ...none, error });
    }
  };
  const send = async (file: File) => {
    const [head = "", ...lines] = (await file.text()).replace(/^\uFEFF/, "").split(/\r?\n/).filter(Boolean);
    await sendPart(code, head, lines, { done: 0, all: lines.length, added: 0, faults: [] }, tell);
    await client.invalidateQueries();
  };
  const reasonOf = (one: Faults[number]) => (language === "en" ? one.reason : one.reason_zh);
  return (
    <section className="card segment-file" aria-label={say.file}>
      <h2>{say.file}</h2>
      <p className="lk-2">{say.fileHint}</p>
      <input
        ref={box}
        type="file"
        accept=".csv,.xlsx,text/csv,text/plain"
        className="segment-file-box"
        aria-label={say.fileLabel}
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void choose(file);
        }}
      />
      <Button icon={<UploadOutlined aria-hidden />} onClick={() => box.current?.click()}>{say.fileLabel}</Button>
      {book === "tooLarge" && <p role="alert">{sayFile.tooLarge}</p>}
      {book && book !== "tooLarge" && <ListBook key={book.key} file={book} onTake={(worksheet) => void sendBook(book, worksheet)} />}
      <output>{told && (told.done < told.all ? say.sending(count(told.done), count(told.all)) : say.added(count(told.added), count(told.all)))}</output>
      {told?.error !== undefined && <ProblemNote of={told.error} />}
      {told && told.faults.length > 0 && (
        <>
          <h3>{say.faults(count(told.faults.length))}</h3>
          <PlainTable label={say.faults(count(told.faults.length))} head={[say.row, say.reason]} rows={told.faults.slice(0, SHOWN).map((one) => ({ key: `${one.line} ${one.column}`, cells: [String(one.line), reasonOf(one)] }))} />
          <Button onClick={() => download(`${code}-faults.csv`, csvOf([say.row, say.reason], told.faults.map((one) => [String(one.line), reasonOf(one)])))}>{say.faultFile}</Button>
        </>
      )}
    </section>
  );
}
