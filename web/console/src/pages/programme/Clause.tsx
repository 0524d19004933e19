import { useWords } from "@liuke/kit/scheme.tsx";
import { useState, type ReactNode } from "react";
import { editorWords } from "./editor.words.ts";

/** A line of a form that reads as a sentence: its question at left, words and fields at right. */
export function Clause({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="clause">
      <span className="clause-title">{title}</span>
      <div className="clause-words">{children}</div>
    </div>
  );
}

/** Fields under a heading, made when it is first opened. */
export function Folded({ title, children }: { title: string; children: ReactNode }) {
  const [opened, open] = useState(false);
  return (
    <details className="rare" onToggle={() => open(true)}>
      <summary>{title}</summary>
      {opened && <div className="rare-fields">{children}</div>}
    </details>
  );
}

/** Rare fields under a closed heading that says how many are set. */
export function Rare({ set, children }: { set: number; children: ReactNode }) {
  const say = useWords(editorWords);
  return <Folded title={say.rare(set)}>{children}</Folded>;
}

interface FaultedIs {
  id: string;
  fault: string | undefined;
  /** What stands before the field, and wraps with it. */
  before?: string | undefined;
  children: ReactNode;
}

/** A field with what is wrong with it beneath. */
export function Faulted({ id, fault, before, children }: FaultedIs) {
  return (
    <span className="field" id={id}>
      {before && <span>{before}</span>}
      {children}
      {fault && (
        <span className="field-fault" role="alert">
          {fault}
        </span>
      )}
    </span>
  );
}
