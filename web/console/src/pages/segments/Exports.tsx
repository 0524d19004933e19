import { call } from "@liuke/kit/call.ts";
import { download } from "@liuke/kit/desk/csv.ts";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { problemOf, type Problem } from "@liuke/kit/problem.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import type { Segment } from "./Fresh.tsx";
import { segmentsWords } from "./segments.words.ts";

const LINES = 10_000;

async function pages(code: string, reveal = "", approval?: string, after: string | null = null): Promise<string> {
  const query = { limit: LINES, after, reveal };
  const found = await call("GET /v1/segments/{code}/exports", { path: { code }, query, approval });
  return found.after ? found.text + (await pages(code, reveal, approval, found.after)) : found.text;
}

/** Take who is in home as a file: masked at once, in clear by the word of a second person. */
export function Exports({ segment }: { segment: Segment }) {
  const say = useWords(segmentsWords);
  const may = useMay("members.export");
  const [open, show] = useState(false);
  const [busy, work] = useState(false);
  const [error, fail] = useState<Problem | null>(null);
  if (!may) return null;
  const n = count(segment.fresh.members);
  const send = async (reveal = "", approval?: string) => {
    work(true);
    fail(null);
    try {
      download(`${segment.code}.csv`, await pages(segment.code, reveal, approval));
      show(false);
    } catch (thrown) {
      fail(problemOf(thrown));
    }
    work(false);
  };
  return (
    <section className="card" aria-label={say.out}>
      <h2>{say.out}</h2>
      <div className="segment-acts">
        <Button loading={busy && !open} onClick={() => void send()}>{say.masked}</Button>
        <Button disabled={segment.fresh.members === 0} onClick={() => show(true)}>{say.clear}</Button>
      </div>
      {error && !open && <ProblemNote of={error} />}
      <ReasonDialogue
        open={open}
        title={say.clear}
        act={say.clearAct(n)}
        acting={{ isPending: busy, error, reset: () => fail(null) }}
        onAct={(reason, approval) => void send(reason, approval)}
        onClose={() => show(false)}
      >
        <p>{say.clearEffect(n)}</p>
      </ReasonDialogue>
    </section>
  );
}
