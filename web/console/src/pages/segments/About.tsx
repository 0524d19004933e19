import { useAct, useAsk, useEvery } from "@liuke/kit/ask.ts";
import { Facts } from "@liuke/kit/desk/Facts.tsx";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Link } from "react-router";
import { useActorName } from "../audit/told.ts";
import { labelOf } from "../members/facts.ts";
import { Fresh, type Segment } from "./Fresh.tsx";
import { segmentsWords } from "./segments.words.ts";

const KINDS = { segment: "segment", promotion: "promotion", batch: "batch" } as const;

/** How fresh it is, who uses it, and every version of it. */
export function About({ segment }: { segment: Segment }) {
  const say = useWords(segmentsWords);
  const path = { code: segment.code };
  const refresh = ["GET /v1/segments/{code}", "GET /v1/segments"] as const;
  const mayEdit = useMay("segments.edit");
  const evaluate = useAct("POST /v1/segments/{code}/evaluations", { refresh });
  const archive = useAct("PUT /v1/segments/{code}/archive", { refresh });
  const restore = useAct("PUT /v1/segments/{code}/restoration", { refresh });
  const away = segment.archived_at !== null;
  return (
    <>
      <section className="card" aria-label={say.state}>
        <h2>{say.state}</h2>
        <Facts
          of={[
            [say.fresh, <Fresh key="f" of={segment} />],
            [say.lastCount, <LastCount key="n" of={segment} />],
            ...(segment.origin ? [[say.origin, <Link key="o" to={`/segments/${segment.origin}`}>{segment.origin} · {say.version(String(segment.origin_version))}</Link>] as const] : []),
          ]}
        />
        <div className="segment-acts">
          <Link to={`/members?where=${encodeURIComponent(JSON.stringify({ kind: "all", of: [{ kind: "segment", code: segment.code }] }))}`}>{say.listMembers}</Link>
          {segment.kind === "live" && !away && <Button loading={evaluate.isPending || segment.fresh.running} onClick={() => evaluate.mutate({ path })}>{say.evaluate}</Button>}
          {mayEdit && !away && <Button loading={archive.isPending} onClick={() => archive.mutate({ path })}>{say.archive}</Button>}
          {mayEdit && away && <Button loading={restore.isPending} onClick={() => restore.mutate({ path })}>{say.restore}</Button>}
        </div>
        {(evaluate.error ?? archive.error ?? restore.error) && <ProblemNote of={evaluate.error ?? archive.error ?? restore.error} />}
      </section>
      <Uses segment={segment} />
      <Versions segment={segment} />
    </>
  );
}

function LastCount({ of }: { of: Segment }) {
  const say = useWords(segmentsWords);
  return <>{of.fresh.as_of ? say.people(count(of.fresh.members)) : "—"}</>;
}

function Uses({ segment }: { segment: Segment }) {
  const say = useWords(segmentsWords);
  const language = useLanguage();
  const asked = useAsk("GET /v1/segments/{code}/uses", { path: { code: segment.code } });
  return (
    <section className="card" aria-label={say.uses}>
      <h2>{say.uses}</h2>
      <Region asked={asked}>
        {(uses) =>
          uses.length === 0 ? <p className="lk-2">{say.unused}</p> : (
            <ul className="segment-sample">
              {uses.map((one) => (
                <li key={`${one.kind} ${one.code}`}>
                  <span>{one.kind in KINDS ? say[one.kind as keyof typeof KINDS] : one.kind}</span>
                  {one.kind === "segment" ? <Link to={`/segments/${one.code}`}>{labelOf({ label: one.name, label_zh: one.name_zh }, language)}</Link> : <span>{labelOf({ label: one.name || one.code, label_zh: one.name_zh || one.code }, language)}</span>}
                  {!one.live && <span className="lk-2">{say.over}</span>}
                </li>
              ))}
            </ul>
          )
        }
      </Region>
    </section>
  );
}

function Versions({ segment }: { segment: Segment }) {
  const say = useWords(segmentsWords);
  const language = useLanguage();
  const actor = useActorName();
  const asked = useEvery("GET /v1/segments/{code}/versions", { path: { code: segment.code } });
  return (
    <section className="card" aria-label={say.versions}>
      <h2>{say.versions}</h2>
      <Region asked={asked}>
        {(found) => (
          <PlainTable
            label={say.versions}
            head={[say.number, say.name, say.by, say.changed]}
            rows={found.map((one) => ({ key: String(one.version), cells: [say.version(String(one.version)), labelOf({ label: one.name, label_zh: one.name_zh }, language), actor(one.made_by), <When key="w" at={one.made_at} />] }))}
          />
        )}
      </Region>
    </section>
  );
}
