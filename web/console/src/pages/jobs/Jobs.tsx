import { REFUSALS } from "@liuke/client/refusals.ts";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { Refusal } from "@liuke/kit/desk/Refusal.tsx";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { Day, When } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import { jobWords } from "./jobs.words.ts";
import "./jobs.css";

type Jobs = Answer<"GET /v1/jobs">;
type Held = Jobs["held"][number];

/** Return how to name a job; one without words keeps its code. */
function useJobName(): (name: string) => string {
  const say = useWords(jobWords) as unknown as Record<string, unknown>;
  return (name) => (name.includes(".") && typeof say[name] === "string" ? (say[name] as string) : name);
}

/** What runs by itself: what is stuck first, then what waits, then what ran. */
export default function JobsPage() {
  const say = useWords(jobWords);
  const asked = useAsk("GET /v1/jobs", { query: { limit: 200 } }, { refetchInterval: 15_000 });
  return (
    <Needs right="jobs.read">
      <section className="page">
        <h1>{say.title}</h1>
        <Region asked={asked} waiting={<Waiting rows={8} height={28} />}>
          {(jobs) => (
            <>
              <HeldJobs of={jobs.held} />
              <Queues of={jobs.queues} />
              <Runs of={jobs.runs} />
            </>
          )}
        </Region>
      </section>
    </Needs>
  );
}

function HeldJobs({ of }: { of: Jobs["held"] }) {
  const say = useWords(jobWords);
  const name = useJobName();
  const mayEdit = useMay("jobs.edit");
  return (
    <section className="card jobs-part">
      <h2>{say.held}</h2>
      {of.length === 0 ? (
        <Mark tone="good">{say.noHeld}</Mark>
      ) : (
        <>
          <p className="lk-2 jobs-note">{say.heldHint}</p>
          <ul className="jobs-held">
            {of.map((one) => (
              <li key={one.id}>
                <div>
                  <strong>{name(one.name)}</strong>
                  <small>
                    {say.since} <When at={one.held_at} />
                    {one.due_on && <> · {say.onDay} <Day on={one.due_on} /></>}
                    {one.events > 0 && ` · ${say.events} ${count(one.events)}`}
                  </small>
                  {one.problem ? <Why code={one.problem} /> : "—"}
                </div>
                {mayEdit && <Acts one={one} name={name(one.name)} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Why it stopped: a refusal by its words, a fault of the program or of what it needs by what to do. */
function Why({ code }: { code: string }) {
  const say = useWords(jobWords);
  const away = /connect|timeout|canceled|shutdown|too_many|lock/.test(code);
  return (
    <>
      {!(code in REFUSALS) && <span>{away ? say.wasAway : say.wasFaulty}</span>}
      <Refusal code={code} />
    </>
  );
}

function Acts({ one, name }: { one: Held; name: string }) {
  const say = useWords(jobWords);
  const [open, setOpen] = useState(false);
  const path = { job_id: one.id };
  const retry = useAct("POST /v1/jobs/{job_id}/retries", { refresh: ["GET /v1/jobs"] });
  const dismiss = useAct("POST /v1/jobs/{job_id}/dismissals", { refresh: ["GET /v1/jobs"], onDone: () => setOpen(false) });
  return (
    <div className="page-acts">
      <Button aria-label={say.retryOf(name)} loading={retry.isPending} onClick={() => retry.mutate({ path })}>{say.retry}</Button>
      <Button danger aria-label={say.dismissOf(name)} onClick={() => setOpen(true)}>{say.dismiss}</Button>
      {retry.isSuccess && <output className="lk-2">{say.retried}</output>}
      {retry.error && <ProblemNote of={retry.error} />}
      <ReasonDialogue
        open={open}
        title={say.dismissOf(name)}
        act={say.dismissNow}
        danger
        acting={dismiss}
        onAct={(reason) => dismiss.mutate({ path, body: { reason } })}
        onClose={() => setOpen(false)}
      >
        <p>{say.dismissEffect}</p>
      </ReasonDialogue>
    </div>
  );
}

function Queues({ of }: { of: Jobs["queues"] }) {
  const say = useWords(jobWords);
  const name = useJobName();
  const rows = of.map((one) => ({
    key: one.name,
    cells: [name(one.name), count(one.waiting), <When key="o" at={one.oldest_at} />, count(one.held)],
  }));
  return (
    <section className="card jobs-part">
      <h2>{say.queues}</h2>
      {of.length === 0 ? (
        <span className="lk-2">{say.noQueues}</span>
      ) : (
        <PlainTable label={say.queues} head={[say.job, say.waiting, say.oldest, say.stuck]} rows={rows} right={[1, 3]} />
      )}
    </section>
  );
}

function Runs({ of }: { of: Jobs["runs"] }) {
  const say = useWords(jobWords);
  const name = useJobName();
  const done = (at: string | null) => (at ? <When at={at} /> : <Mark tone="waits">{say.notDone}</Mark>);
  const rows = of.map((one) => ({
    key: one.name,
    cells: [name(one.name), <Day key="d" on={one.due_on} />, <When key="w" at={one.due_at} />, done(one.done_at)],
  }));
  const head = [say.job, say.onDay, say.due, say.done];
  return (
    <section className="card jobs-part">
      <h2>{say.runs}</h2>
      {of.length === 0 ? (
        <span className="lk-2">{say.noRuns}</span>
      ) : (
        <PlainTable label={say.runs} head={head} rows={rows} />
      )}
    </section>
  );
}
