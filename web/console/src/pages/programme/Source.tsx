import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input } from "antd";
import { useMemo, useState } from "react";
import { brokenAt } from "../../conditions/broken.ts";
import { put, stepsOf, type Doc } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { frameWords } from "./frame.words.ts";

const HERE = "\u0001here\u0001";

/** Return the line of a document's text on which a path stands. */
export function lineOf(doc: Doc, path: string): number {
  const marked = JSON.stringify(put(doc, stepsOf(path), HERE), null, 2);
  const place = marked.indexOf(JSON.stringify(HERE));
  return place < 0 ? 1 : marked.slice(0, place).split("\n").length;
}

/** Read a text as JSON; where it breaks off, say at which line and column. */
export function read(text: string): { doc: Doc } | { line: number; column: number } {
  return brokenAt(text) ?? { doc: JSON.parse(text) as Doc };
}

/** The document as it is kept, for what the forms do not show. */
export function Source({ replace }: { replace: (doc: Doc) => void }) {
  const say = useWords(frameWords);
  const { doc, faults, by } = useEditing();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? JSON.stringify(doc, null, 2);
  const found = useMemo(() => (typed === null ? null : read(typed)), [typed]);
  const broken = found && "line" in found ? found : null;
  const change = (made: string) => {
    const next = read(made);
    setTyped("doc" in next && JSON.stringify(next.doc, null, 2) === made ? null : made);
    if ("doc" in next) replace(next.doc);
  };
  const go = (line: number) => {
    const area = document.querySelector<HTMLTextAreaElement>("#source-text");
    const start = text.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area?.focus();
    area?.setSelectionRange(start, start + (text.split("\n")[line - 1]?.length ?? 0));
    if (area) area.scrollTop = Math.max(0, (line - 6) * 22);
  };
  return (
    <div className="source">
      <p className="lk-2">{say.sourceHint}</p>
      {broken && (
        <p className="publish-faults" role="alert">
          {say.brokenAt(broken.line, broken.column)}{" "}
          <Button type="link" size="small" onClick={() => go(broken.line)}>
            {say.show}
          </Button>
        </p>
      )}
      {!broken && faults.length > 0 && (
        <ul className="source-faults">
          {faults.map((fault) => {
            const line = lineOf(doc, fault.path);
            return (
              <li key={fault.path + fault.reason}>
                <button type="button" className="lk-link" onClick={() => go(line)}>
                  {say.line(line)}
                </button>{" "}
                {by.language === "en" ? fault.reason : fault.reason_zh} <code className="lk-3">{fault.path}</code>
              </li>
            );
          })}
        </ul>
      )}
      <Input.TextArea
        id="source-text"
        aria-label={say.source}
        className="lk-code"
        spellCheck={false}
        value={text}
        status={broken ? "error" : ""}
        rows={28}
        onChange={({ target }) => change(target.value)}
      />
    </div>
  );
}
