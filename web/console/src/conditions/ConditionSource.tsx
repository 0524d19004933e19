import { useWords } from "@liuke/kit/scheme.tsx";
import { Input } from "antd";
import { useId, useState } from "react";
import { conditionWords } from "./build.words.ts";
import { brokenAt } from "./broken.ts";
import { isTree } from "./places.ts";
import type { Tree } from "./tree.ts";

/** A condition as it is kept, for experts; what cannot be read is not taken. */
export function ConditionSource({ tree, onChange }: { tree: unknown; onChange: (tree: Tree | null) => void }) {
  const say = useWords(conditionWords);
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const kept = tree === null ? "" : JSON.stringify(tree, null, 2);
  const text = typed ?? kept;
  const fault = typed === null ? "" : faultOf(typed, say);
  const change = (made: string) => {
    setTyped(made);
    if (faultOf(made, say) === "") onChange(made.trim() === "" ? null : (JSON.parse(made) as Tree));
  };
  return (
    <details className="condition-source">
      <summary>{say.source}</summary>
      <p className="lk-2" id={`${id}-hint`}>{say.sourceHint}</p>
      <Input.TextArea
        aria-label={say.source}
        aria-describedby={`${id}-hint`}
        className="lk-code"
        spellCheck={false}
        rows={Math.min(20, text.split("\n").length + 1)}
        value={text}
        status={fault ? "error" : ""}
        onChange={({ target }) => change(target.value)}
        onBlur={() => fault === "" && setTyped(null)}
      />
      {fault && <p className="condition-fault" role="alert">{fault}</p>}
    </details>
  );
}

function faultOf(text: string, say: (typeof conditionWords)["zh"]): string {
  if (text.trim() === "") return "";
  const broken = brokenAt(text);
  if (broken) return say.brokenAt(broken.line, broken.column);
  return isTree(JSON.parse(text)) ? "" : say.notATree;
}
