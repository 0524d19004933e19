import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { download } from "@liuke/kit/desk/csv.ts";
import { ApprovalWait, ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useMutation } from "@tanstack/react-query";
import { Button, Drawer, Progress } from "antd";
import { useState } from "react";
import type { DeedName } from "./Choosing.tsx";
import { batchWords } from "./members.words.ts";
import { useNames } from "./names.ts";
import { Refused } from "./Refused.tsx";
import { resultsOf } from "./results.ts";
import { usePointsTold } from "./units.ts";

type Shown = Answer<"GET /v1/batches/{batch_id}">;

/** A batch: its effect before it starts, how far it has come, its results and its undo. */
export function BatchShown({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(batchWords);
  const [live, setLive] = useState(false);
  const asked = useAsk("GET /v1/batches/{batch_id}", { path: { batch_id: id } }, { enabled: id !== "", refetchInterval: live ? 1500 : false });
  const moving = asked.data?.batch.state === "running" || asked.data?.batch.state === "undoing";
  if (live !== moving && asked.data) setLive(moving);
  const deed = asked.data?.batch.action as DeedName | undefined;
  return (
    <Drawer open={id !== ""} onClose={onClose} title={deed ? say.title(say[deed]) : ""} size={440}>
      {id !== "" && <Region asked={asked}>{(shown) => <Inside of={shown} />}</Region>}
    </Drawer>
  );
}

function reached(of: Shown, outcome: string): number {
  return of.tallies.filter((one) => one.outcome === outcome).reduce((sum, one) => sum + one.members, 0);
}

function Inside({ of }: { of: Shown }) {
  const say = useWords(batchWords);
  const { batch, able } = of;
  const done = reached(of, "done");
  return (
    <div className="batch">
      {batch.state === "preview" && <p className="batch-note">{say.previewed}</p>}
      <Effect of={of} />
      <p className="lk-2">{say.why(batch.reason)}</p>
      {batch.state === "preview" && <Start of={of} />}
      {batch.state === "running" && (
        <output>
          <Progress percent={able ? Math.floor((done / able) * 100) : 100} aria-label={say.running(count(done), count(able))} />
          {say.running(count(done), count(able))}
        </output>
      )}
      {batch.state === "undoing" && <output>{say.undoing}</output>}
      {batch.state === "done" && <output>{say.done(count(done))}</output>}
      {batch.state === "undone" && <output>{say.undone(count(reached(of, "undone")))}</output>}
      <Refused of={of.tallies} />
      {batch.state !== "preview" && <After of={of} />}
    </div>
  );
}

function Effect({ of }: { of: Shown }) {
  const say = useWords(batchWords);
  const names = useNames();
  const tell = usePointsTold();
  const { action, params } = of.batch;
  const skipped = of.tallies.filter((one) => one.skipped);
  const cost = action === "points.award" ? tell(String(params["book"]), of.amount) : action === "coupons.issue" ? say.couponsInAll(count(of.amount)) : null;
  return (
    <dl className="facts">
      {typeof params["tag"] === "string" && <><dt>{say.tag}</dt><dd>{params["tag"]}</dd></>}
      {typeof params["template"] === "string" && <><dt>{say.template}</dt><dd>{names.template(params["template"])}</dd></>}
      {typeof params["book"] === "string" && <><dt>{say.book}</dt><dd>{names.book(params["book"])}</dd></>}
      <dt>{say.able}</dt>
      <dd className="lk-num">{say.people(count(of.able))}</dd>
      {skipped.map((one) => (
        <div className="facts-row" key={one.skipped}>
          <dt>{say.skipped(one.skipped in say ? String(say[one.skipped as "blocked"]) : one.skipped)}</dt>
          <dd className="lk-num">{say.people(count(one.members))}</dd>
        </div>
      ))}
      {cost && <><dt>{say.cost}</dt><dd className="lk-num">{cost}</dd></>}
    </dl>
  );
}

function Start({ of }: { of: Shown }) {
  const say = useWords(batchWords);
  const deed = of.batch.action as DeedName;
  const start = useAct("POST /v1/batches/{batch_id}/starts", { refresh: ["GET /v1/batches/{batch_id}"] });
  const go = (approval?: string) => start.mutate({ path: { batch_id: of.batch.id }, approval });
  const act = say.start(say[deed], count(of.able));
  if (of.able === 0) return <p>{say.nobody}</p>;
  if (start.error?.code === "approval_needed") return <ApprovalWait of={start.error} act={act} busy={start.isPending} onGo={go} />;
  return (
    <>
      {start.error && <ProblemNote of={start.error} />}
      <Button type="primary" loading={start.isPending} onClick={() => go()}>{act}</Button>
    </>
  );
}

function After({ of }: { of: Shown }) {
  const say = useWords(batchWords);
  const language = useLanguage();
  const done = reached(of, "done");
  const [asking, ask] = useState(false);
  const undo = useAct("POST /v1/batches/{batch_id}/undoings", { refresh: ["GET /v1/batches/{batch_id}"], onDone: () => ask(false) });
  const save = useMutation({
    mutationFn: () => resultsOf(of.batch.id, [say.memberId, say.skippedWhy, say.became, say.reason], language),
    onSuccess: (text) => download(`${of.batch.id}.csv`, text),
  });
  return (
    <div className="batch-acts">
      <Button loading={save.isPending} onClick={() => save.mutate()}>{say.results}</Button>
      {of.undoable && done > 0 && <Button danger onClick={() => ask(true)}>{say.undo}</Button>}
      {save.error && <ProblemNote of={save.error} />}
      <ReasonDialogue
        open={asking}
        title={say.undo}
        act={say.undo}
        danger
        acting={undo}
        onAct={(reason) => undo.mutate({ path: { batch_id: of.batch.id }, body: { reason } })}
        onClose={() => ask(false)}
      >
        <p>{say.undoEffect(count(done))}</p>
      </ReasonDialogue>
    </div>
  );
}
