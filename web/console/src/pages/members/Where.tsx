import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import { Builder } from "../../conditions/Builder.tsx";
import { isComplete, type Group } from "../../conditions/tree.ts";
import { membersWords } from "./members.words.ts";

/** Which members: the same question that segments are made of, asked once. */
export function Where({ tree, onApply }: { tree: Group; onApply: (tree: Group) => void }) {
  const say = useWords(membersWords);
  const [now, edit] = useState(tree);
  const ready = isComplete(now);
  return (
    <section className="card where" aria-label={say.filter}>
      <h2>{say.where}</h2>
      <Builder tree={now} onChange={edit} />
      <div className="where-acts">
        <Button type="primary" disabled={!ready} onClick={() => onApply(now)}>{say.apply}</Button>
        {!ready && <span className="lk-2">{say.noArgument}</span>}
      </div>
    </section>
  );
}
