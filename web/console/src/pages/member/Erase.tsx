import { useAct, useAsk, usePages } from "@liuke/kit/ask.ts";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { count } from "@liuke/kit/formats.ts";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { usePointsTold } from "../members/units.ts";
import type { MemberAnswer } from "./Member.tsx";
import { privacyWords } from "./privacy.words.ts";

const MOST = 100;

/** End what we hold of a person; what they lose stands there in figures. */
export function Erase({ member }: { member: MemberAnswer }) {
  const say = useWords(privacyWords);
  const [asking, ask] = useState(false);
  return (
    <section className="card member-block">
      <h2>{say.erase}</h2>
      <p className="lk-2">{say.eraseHint}</p>
      <div><Button danger onClick={() => ask(true)}>{say.eraseAct}</Button></div>
      {asking && <Asking member={member} onClose={() => ask(false)} />}
    </section>
  );
}

function Asking({ member, onClose }: { member: MemberAnswer; onClose: () => void }) {
  const say = useWords(privacyWords);
  const field = useId();
  const { id } = member.standing;
  const [typed, setTyped] = useState("");
  const four = member.identities.find((one) => one.kind === "phone")?.value.slice(-4);
  const wanted = four ?? say.erase;
  const act = useAct("PUT /v1/members/{member_id}/erasure", {
    refresh: [
      "GET /v1/members/{member_id}", "GET /v1/members/{member_id}/timeline", "GET /v1/members/{member_id}/notes",
      "GET /v1/members/{member_id}/todos", "POST /v1/members/lists",
    ],
    onDone: onClose,
  });
  return (
    <ReasonDialogue
      open
      title={say.erase}
      act={say.eraseAct}
      danger
      ready={typed.trim() === wanted}
      acting={act}
      onAct={(reason, approval) => act.mutate({ path: { member_id: id }, body: { reason }, approval })}
      onClose={onClose}
    >
      <Loss id={id} />
      <p>{say.eraseKeeps}</p>
      <div className="member-fields">
        <label htmlFor={field}>{four ? say.typeFour(four) : say.typeWord(wanted)}</label>
        <Input id={field} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
      </div>
    </ReasonDialogue>
  );
}

function Loss({ id }: { id: string }) {
  const say = useWords(privacyWords);
  const told = usePointsTold();
  const books = useAsk("GET /v1/members/{member_id}/points", { path: { member_id: id } });
  const coupons = usePages("GET /v1/members/{member_id}/coupons", { path: { member_id: id }, query: { state: "open", limit: MOST } });
  // What is lost must be known before it is lost: unread is not nothing.
  const failed = [books, coupons].find((one) => one.error);
  if (failed) return <ProblemNote of={failed.error} onRetry={() => void failed.refetch()} />;
  if (!books.data || coupons.isPending) return <Waiting rows={2} />;
  const lost = books.data.filter((one) => one.spendable + one.pending > 0).map((one) => told(one.book, one.spendable + one.pending));
  const held = coupons.rows.length;
  if (held > 0) lost.push(say.losesCoupons(`${count(held)}${coupons.hasNextPage ? "+" : ""}`));
  return (
    <div>
      <p>{say.eraseLoses}</p>
      <ul>{(lost.length > 0 ? lost : [say.losesNothing]).map((one) => <li key={one}>{one}</li>)}</ul>
    </div>
  );
}
