import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { Facts } from "@liuke/kit/desk/Facts.tsx";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { ago, bytes, count, instant } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty, ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useId } from "react";
import { lakeWords } from "./lake.words.ts";

type State = Answer<"GET /v1/lake">;

/** A worker brings it to now every minute; after five without, none is at it. */
const LATE_SECONDS = 300;

/** The lake: how far it is behind, how large, what was done to it last, and bringing it to now. */
export function Lake() {
  const say = useWords(lakeWords);
  const heading = useId();
  const asked = useAsk("GET /v1/lake", {}, { refetchInterval: 15_000 });
  return (
    <section className="card system-part" aria-labelledby={heading}>
      <h2 id={heading}>{say.title}</h2>
      <p className="lk-2 system-note">{say.what}</p>
      <Region asked={asked} waiting={<Waiting rows={5} height={24} />}>
        {(state) => (state.as_of === null ? <NoLake of={state} /> : <Standing of={state} />)}
      </Region>
    </section>
  );
}

function NoLake({ of }: { of: State }) {
  const say = useWords(lakeWords);
  return (
    <Empty title={say.none}>
      <p>{of.here ? say.noneHint : say.elsewhere}</p>
      <Bring of={of} />
    </Empty>
  );
}

function Standing({ of }: { of: State }) {
  const say = useWords(lakeWords);
  const language = useLanguage();
  const run = (kind: string) => of.runs.find((one) => one.kind === kind);
  return (
    <>
      <Lag of={of} />
      <Facts
        of={[
          [say.size, say.sizeOf(bytes(of.size_bytes), count(of.rows), count(of.files))],
          [say.last, <Ran key="l" of={run("export")} />],
          [say.compacted, <Ran key="c" of={run("compact")} />],
          [say.waste, <Waste key="w" of={of.waste} />],
          [say.behind, of.behind.length === 0 ? say.noneBehind : <span key="b">{say.behindOf(count(of.behind.length))} <code className="lk-code">{of.behind.join(language === "en" ? ", " : "、")}</code></span>],
        ]}
      />
      <Bring of={of} />
      {of.files > 0 && <Tables of={of.tables} />}
    </>
  );
}

function Lag({ of }: { of: State }) {
  const say = useWords(lakeWords);
  const language = useLanguage();
  const place = usePlace();
  const seconds = of.lag_seconds ?? 0;
  const late = seconds > LATE_SECONDS;
  return (
    <p className="system-lag">
      <Mark tone={late ? "warns" : "good"}>{late ? say.late : say.fresh}</Mark>
      <time dateTime={of.as_of ?? undefined} title={instant(of.as_of, place, language)}>{say.upTo(ago(seconds, language))}</time>
      {late && <span className="lk-2">{say.lateHint}</span>}
    </p>
  );
}

function Ran({ of }: { of: State["runs"][number] | undefined }) {
  const say = useWords(lakeWords);
  if (!of) return <>{say.notLately}</>;
  return (
    <>
      <When at={of.ended_at} /> · {say.rows(count(of.row_count))}
    </>
  );
}

function Waste({ of }: { of: State["waste"] }) {
  const say = useWords(lakeWords);
  if (of.files === 0) return <>{say.noWaste}</>;
  return (
    <>
      {say.wasteOf(count(of.files), bytes(of.size_bytes))} · {say.deletedFrom} <When at={of.delete_at} />
    </>
  );
}

/** Bring the lake to now, where this process and this role can. */
function Bring({ of }: { of: State }) {
  const say = useWords(lakeWords);
  const mayBring = useMay("lake.export");
  const act = useAct("POST /v1/lake/exports", { refresh: ["GET /v1/lake"] });
  if (!mayBring || !of.here) return null;
  const left = act.data && (act.data.lag_seconds === null || act.data.behind.length > 0 || act.data.lag_seconds > 10);
  return (
    <div className="page-acts">
      <Button loading={act.isPending} onClick={() => act.mutate({})}>{say.bring}</Button>
      {act.isSuccess && <output className="lk-2">{left ? say.goesOn : say.brought}</output>}
      {act.error && <ProblemNote of={act.error} />}
    </div>
  );
}

function Tables({ of }: { of: State["tables"] }) {
  const say = useWords(lakeWords);
  const filled = of.filter((one) => one.files > 0).toSorted((one, other) => other.size_bytes - one.size_bytes);
  const rows = filled.map((one) => ({
    key: one.name,
    cells: [<code key="n" className="lk-code">{one.name}</code>, count(one.rows), count(one.files), bytes(one.size_bytes)],
  }));
  return (
    <details>
      <summary>{say.tables(count(filled.length))}</summary>
      <PlainTable label={say.title} head={[say.table, say.rowsHead, say.files, say.sizeHead]} rows={rows} right={[1, 2, 3]} />
    </details>
  );
}
