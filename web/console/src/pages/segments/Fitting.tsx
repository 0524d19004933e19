import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { count, instant, share } from "@liuke/kit/formats.ts";
import { Empty, ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import type { Problem } from "@liuke/kit/problem.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { Tree } from "../../conditions/tree.ts";
import { segmentsWords } from "./segments.words.ts";

interface Asked {
  data: Answer<"POST /v1/segments/sizes"> | undefined;
  error: Problem | null;
  isFetching: boolean;
}

/** How many fit now: counted as the question is written. */
export function Fitting({ asked, ready }: { asked: Asked; ready: boolean }) {
  const say = useWords(segmentsWords);
  const language = useLanguage();
  const place = usePlace();
  const found = asked.data;
  const part = found && found.people > 0 ? share(found.members / found.people) : "—";
  return (
    <section className="card" aria-label={say.fitting} aria-busy={asked.isFetching}>
      <h2>{say.fitting}</h2>
      {found && (
        <p className={ready ? "segment-figure lk-num" : "segment-figure lk-num lk-3"} data-members={found.members}>{say.people(count(found.members))}</p>
      )}
      {found && <p className="lk-2">{say.outOf(count(found.people), part)}</p>}
      {found && !found.exact && <p className="lk-2">{say.estimated}</p>}
      <output className="lk-2">{asked.isFetching ? say.counting : found ? say.asOf(instant(found.as_of, place, language)) : ""}</output>
      {asked.error && <ProblemNote of={asked.error} />}
    </section>
  );
}

/** Some of those who fit, masked. */
export function Sample({ tree, ready }: { tree: Tree; ready: boolean }) {
  const say = useWords(segmentsWords);
  const [draw, redraw] = useState(1);
  const asked = useAsk("POST /v1/segments/samples", { body: { tree, draw, limit: 8 } }, { enabled: ready });
  return (
    <section className="card" aria-label={say.sample}>
      <div className="segment-head">
        <h2>{say.sample}</h2>
        <Button size="small" disabled={!ready} onClick={() => redraw(draw + 1)}>{say.redraw}</Button>
      </div>
      {ready && (
        <Region asked={asked}>
          {(found) =>
            found.length === 0 ? <Empty title={say.nobody} /> : (
              <ul className="segment-sample">
                {found.map((one) => (
                  <li key={one.standing.id}>
                    <Link to={`/members/${one.standing.id}`}>{one.name || one.standing.external_id || one.standing.id.slice(-6)}</Link>
                    <span className="lk-2 lk-num">{one.identities.find((known) => known.kind === "phone")?.value ?? ""}</span>
                  </li>
                ))}
              </ul>
            )
          }
        </Region>
      )}
    </section>
  );
}
