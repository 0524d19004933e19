import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useId, useState } from "react";
import type { Asks } from "./asks.ts";
import { conditionWords } from "./build.words.ts";
import { Question } from "./Builder.tsx";
import { ConditionSource } from "./ConditionSource.tsx";
import { faultsOf, isTree } from "./places.ts";
import type { Fault } from "./RowNote.tsx";
import { useSentence } from "./sentence.ts";
import { opened, type Group, type Tree } from "./tree.ts";

interface Props {
  /** The condition as the document has it; null without one. */
  kept: unknown;
  asks: Asks;
  faults: readonly Fault[];
  onChange: (tree: Tree | null) => void;
}

/** A condition in a form: a sentence; opened, rows to fill, and its source for experts. */
export function ConditionField({ kept, asks, faults, onChange }: Props) {
  const say = useWords(conditionWords);
  if (kept === null || isTree(kept)) return <Told tree={kept} asks={asks} faults={faults} onChange={onChange} />;
  return (
    <div className="condition">
      <p role="alert">{say.notATree}</p>
      <ConditionSource tree={kept} onChange={onChange} />
    </div>
  );
}

function Told({ tree, asks, faults, onChange }: Omit<Props, "kept"> & { tree: Tree | null }) {
  const say = useWords(conditionWords);
  const rows = useId();
  const [open, show] = useState(false);
  const sentence = useSentence(asks);
  const group = opened(tree);
  const found = tree === null ? [] : faultsOf(tree, faults);
  const change = (made: Group) => onChange(made.of.length === 0 ? null : made);
  const act = open ? say.close : tree === null ? say.add : say.edit;
  return (
    <div className="condition">
      <p className={tree === null ? "lk-2" : ""}>{tree === null ? say.none : sentence(tree)}</p>
      {!open && <Unplaced faults={found} />}
      {open && (
        <div id={rows} className="condition">
          <Question tree={group} asks={asks} empty={say.everyone} notes={{ faults: found }} onChange={change} />
          <Unplaced faults={found.filter((one) => one.node === "0")} />
          <ConditionSource tree={tree} onChange={onChange} />
        </div>
      )}
      <Button aria-expanded={open} aria-controls={rows} onClick={() => show(!open)}>{act}</Button>
    </div>
  );
}

/** Faults of the whole, or of any row while the rows are closed. */
function Unplaced({ faults }: { faults: readonly Fault[] }) {
  const language = useLanguage();
  const said = new Set(faults.map((one) => (language === "en" ? one.reason : one.reason_zh)));
  return [...said].map((one) => <Mark key={one} tone="bad">{one}</Mark>);
}
