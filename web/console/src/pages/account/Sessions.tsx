import type { Answer } from "@liuke/kit/call.ts";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { ProblemNote, Region } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Popconfirm } from "antd";
import { accountWords } from "./account.words.ts";

type Session = Answer<"GET /v1/me/sessions">[number];

/** Where one is signed in, and how to end it there. */
export function Sessions() {
  const say = useWords(accountWords);
  const asked = useAsk("GET /v1/me/sessions", {});
  const all = useAct("DELETE /v1/me/sessions", { onDone: () => location.assign("/console/sign-in") });
  return (
    <section className="card account-card">
      <div className="page-head">
        <h2>{say.sessions}</h2>
        <Popconfirm title={say.signOutAll} description={say.signOutAllEffect} okText={say.signOutAll} cancelText={say.cancel} onConfirm={() => all.mutate({})}>
          <Button danger loading={all.isPending}>{say.signOutAll}</Button>
        </Popconfirm>
      </div>
      {all.error && <ProblemNote of={all.error} />}
      <Region asked={asked}>
        {(found) => (
          <ul className="account-list">
            {found.map((one) => (
              <One key={one.id} one={one} />
            ))}
          </ul>
        )}
      </Region>
    </section>
  );
}

function One({ one }: { one: Session }) {
  const say = useWords(accountWords);
  const end = useAct("DELETE /v1/me/sessions/{session_id}", { refresh: ["GET /v1/me/sessions"] });
  return (
    <li>
      <span>
        {one.device || "—"}
        <small>
          <span className="lk-num">{one.address}</span> · {say.since} <When at={one.started_at} /> · {say.seen} <When at={one.seen_at} />
        </small>
      </span>
      {one.current ? (
        <Mark tone="good">{say.here}</Mark>
      ) : (
        <Button size="small" aria-label={say.signOutOf(one.device)} loading={end.isPending} onClick={() => end.mutate({ path: { session_id: one.id } })}>
          {say.signOut}
        </Button>
      )}
      {end.error && <ProblemNote of={end.error} />}
    </li>
  );
}
