import { useAsk } from "@liuke/kit/ask.ts";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { onStale } from "@liuke/kit/desk/seen.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { Link, useParams } from "react-router";
import { labelOf } from "../members/facts.ts";
import "../members/members.css";
import { About } from "./About.tsx";
import { Builder } from "../../conditions/Builder.tsx";
import type { Fault } from "../../conditions/RowNote.tsx";
import { isComplete, type Tree } from "../../conditions/tree.ts";
import { useQuestion } from "./editing.ts";
import { Explain, useExplained } from "./Explain.tsx";
import { Fresh, type Segment } from "./Fresh.tsx";
import { Freeze } from "./Freeze.tsx";
import { Exports } from "./Exports.tsx";
import { ListFile } from "./ListFile.tsx";
import { Fitting, Sample } from "./Fitting.tsx";
import "./segments.css";
import { segmentsWords } from "./segments.words.ts";

/** One segment: who is in, counted row by row, explained, kept fresh. */
export default function SegmentPage() {
  const say = useWords(segmentsWords);
  const { code = "" } = useParams();
  const [waits, wait] = useState<number | false>(false);
  const asked = useAsk("GET /v1/segments/{code}", { path: { code } }, { refetchInterval: waits });
  const running = asked.data?.fresh.running || asked.data?.fresh.stale;
  const interval = running && !asked.data?.archived_at ? 1500 : false;
  if (interval !== waits) wait(interval);
  return (
    <Needs right="segments.read">
      <section className="page">
        <Link to="/segments">{`‹ ${say.back}`}</Link>
        <Region asked={asked} waiting={<Waiting rows={6} height={28} />}>
          {(segment) => <Shown key={segment.code} segment={segment} />}
        </Region>
      </section>
    </Needs>
  );
}

function Shown({ segment }: { segment: Segment }) {
  const say = useWords(segmentsWords);
  const mayEdit = useMay("segments.edit");
  const { edited, edit, changed, save, send, look } = useQuestion(segment);
  const frozen = segment.kind === "frozen";
  const ready = isComplete(edited);
  const tree: Tree = frozen ? { kind: "segment", code: segment.code } : edited;
  const sizes = useAsk("POST /v1/segments/sizes", { body: { tree } }, { enabled: ready, staleTime: 5_000 });
  const explaining = useExplained(tree, ready);
  const notes = {
    sizes: ready ? sizes.data?.rows : undefined,
    verdicts: explaining.rows,
    faults: (save.error ?? sizes.error)?.field<Fault[]>("faults"),
  };
  return (
    <>
      <Head segment={segment}>
        {!frozen && <Button type="primary" loading={save.isPending} disabled={!changed || !ready} onClick={send}>{say.save}</Button>}
      </Head>
      {save.error && <ProblemNote of={save.error} onRetry={onStale(save.error, look)} />}
      <div className="segment-cols">
        <div className="segment-main">
          {frozen && mayEdit && <ListFile code={segment.code} />}
          {!frozen && (
            <section className="card" aria-labelledby="segment-question">
              <h2 id="segment-question">{say.question}</h2>
              <Builder tree={edited} onChange={edit} notes={notes} />
              {!ready && <output className="lk-2">{say.incomplete}</output>}
            </section>
          )}
        </div>
        <div className="segment-side">
          <Fitting asked={sizes} ready={ready} />
          <Explain of={explaining} />
          <Sample tree={tree} ready={ready} />
          <Exports segment={segment} />
        </div>
        <div className="segment-below">
          <About segment={segment} />
        </div>
      </div>
    </>
  );
}

function Head({ segment, children }: { segment: Segment; children: ReactNode }) {
  const say = useWords(segmentsWords);
  const language = useLanguage();
  const mayEdit = useMay("segments.edit");
  return (
    <header className="page-head">
      <div>
        <h1>{labelOf({ label: segment.name, label_zh: segment.name_zh }, language)}</h1>
        <p className="lk-2 segment-line">
          <code className="lk-code">{segment.code}</code> {say[segment.kind]} · {say.version(String(segment.version))} · <Fresh of={segment} />
        </p>
      </div>
      {mayEdit && (
        <div className="page-acts">
          <Freeze code={segment.code} />
          {children}
        </div>
      )}
    </header>
  );
}
