import { call } from "@liuke/kit/call.ts";
import type { Problem } from "@liuke/kit/problem.ts";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Changes } from "./Changes.tsx";
import { compare } from "./compare.ts";
import type { Doc } from "./document.ts";
import type { Draft } from "./draft.ts";
import { useEditing } from "./editing.tsx";
import { frameWords } from "./frame.words.ts";

/** Somebody saved in between: both versions by their difference, and which one to keep. */
export function Conflict({ draft, problem, onTheirs }: { draft: Draft; problem: Problem; onTheirs: () => void }) {
  const say = useWords(frameWords);
  const { by } = useEditing();
  const id = draft.mark.id ?? "";
  const revision = problem.field<number>("revision") ?? draft.mark.revision;
  const theirs = useQuery({
    queryKey: ["theirs", id, revision],
    queryFn: () => call("GET /v1/programmes/versions/{version_id}", { path: { version_id: id } }),
  });
  return (
    <div className="card conflict">
      <ProblemNote of={problem} />
      <Region asked={theirs}>
        {(found) => (
          <>
            <h3>{say.theirsToMine}</h3>
            <Changes of={compare(found.document as unknown as Doc, draft.doc)} by={by} />
            <div className="page-acts">
              <Button type="primary" onClick={() => draft.insist(found.version.revision)}>
                {say.keepMine}
              </Button>
              <Button onClick={onTheirs}>{say.keepTheirs}</Button>
            </div>
          </>
        )}
      </Region>
    </div>
  );
}
