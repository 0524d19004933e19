import type { Approval } from "@liuke/client/api.ts";
import { useAct } from "@liuke/kit/ask.ts";
import { Mark, type MarkTone } from "@liuke/kit/desk/Mark.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay, useMe } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input } from "antd";
import { useState } from "react";
import { approvalsWords } from "./approvals.words.ts";
import { daysLeft } from "./deeds.ts";
import { Effect } from "./Effect.tsx";
import { Execute } from "./Execute.tsx";
import { usePeople } from "./people.ts";
import { Title } from "./Title.tsx";

const TONES: Record<string, MarkTone> = { pending: "waits", approved: "good", refused: "bad", used: "good" };
type State = "pending" | "approved" | "refused" | "used" | "withdrawn";

/** Say yes or no, with a reason; Ctrl Enter approves. */
function Decide({ of, onNext }: { of: Approval; onNext: () => void }) {
  const say = useWords(approvalsWords);
  const [reason, setReason] = useState("");
  const [blank, setBlank] = useState(false);
  const act = useAct("POST /v1/approvals/{approval_id}/decisions", { refresh: ["GET /v1/approvals", "GET /v1/home"], onDone: onNext });
  const decide = (approve: boolean) => {
    if (reason.trim() === "") {
      setBlank(true);
      document.querySelector<HTMLElement>("#approval-reason")?.focus();
      return;
    }
    act.mutate({ path: { approval_id: of.id }, body: { approve, reason: reason.trim() } });
  };
  return (
    <form
      className="approval-decide"
      onSubmit={(event) => {
        event.preventDefault();
        decide(true);
      }}
    >
      <label htmlFor="approval-reason">{say.reason}</label>
      <Input.TextArea
        id="approval-reason"
        value={reason}
        status={blank ? "error" : ""}
        maxLength={500}
        rows={3}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) decide(true);
        }}
        onChange={({ target }) => {
          setReason(target.value);
          setBlank(false);
        }}
      />
      <span className={blank ? "field-fault" : "lk-3"}>{blank ? say.needReason : say.reasonHint}</span>
      {act.error && <ProblemNote of={act.error} />}
      <div className="page-acts">
        <Button danger loading={act.isPending} onClick={() => decide(false)}>
          {say.giveBack}
        </Button>
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {say.approve}
        </Button>
      </div>
    </form>
  );
}

/** What somebody asked themselves: who decides, and how to take it back. */
function Own({ of }: { of: Approval }) {
  const say = useWords(approvalsWords);
  const act = useAct("POST /v1/approvals/{approval_id}/withdrawals", { refresh: ["GET /v1/approvals", "GET /v1/home"] });
  return (
    <>
      <p className="lk-2">{say.own}</p>
      {act.error && <ProblemNote of={act.error} />}
      <div>
        <Button loading={act.isPending} onClick={() => act.mutate({ path: { approval_id: of.id } })}>{say.withdrawOwn}</Button>
      </div>
    </>
  );
}

function Verdict({ of, onNext }: { of: Approval; onNext: () => void }) {
  const say = useWords(approvalsWords);
  const who = usePeople();
  const me = useMe();
  const may = useMay("approvals.decide");
  const own = of.asked_by === me.actor;
  const [now] = useState(Date.now);
  const past = Date.parse(of.expires_at) <= now;
  if (of.state === "pending" && past) return <p className="lk-2">{say.expired}</p>;
  if (of.state === "pending") {
    if (own) return <Own of={of} />;
    return may ? <Decide of={of} onNext={onNext} /> : <p className="lk-2">{say.mayNot}</p>;
  }
  return (
    <>
      {of.decided_reason && <p>{say.decidedBy(who(of.decided_by), of.decided_reason)}</p>}
      {of.state === "approved" && (own ? <Execute of={of} /> : <p className="lk-2">{say.waitsAsker}</p>)}
    </>
  );
}

/** One request: what changes, before and after, what it can cost, and the decision. */
export function ApprovalShown({ of, onNext }: { of: Approval; onNext: () => void }) {
  const say = useWords(approvalsWords);
  const who = usePeople();
  return (
    <article className="card approval" id="approval" tabIndex={-1} aria-labelledby="approval-title">
      <header className="approval-head">
        <h2 id="approval-title">
          <Title of={of} />
        </h2>
        <Mark tone={TONES[of.state] ?? "plain"}>{say[of.state as State]}</Mark>
      </header>
      <p className="lk-2">
        {say.askedBy(who(of.asked_by))} · <When at={of.asked_at} />
        {of.state === "pending" && ` · ${say.expires(daysLeft(of))}`}
      </p>
      <p>{of.reason ? say.reasonGiven(of.reason) : <span className="lk-2">{say.noReason}</span>}</p>
      <p className="lk-2">{of.limit_exceeded === 0 ? say.everyTime : say.limitOf(count(of.amount), count(of.done_today), count(of.limit_exceeded))}</p>
      <Effect of={of} />
      <Verdict of={of} onNext={onNext} />
    </article>
  );
}
