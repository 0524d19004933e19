import { useAct } from "@liuke/kit/ask.ts";
import { download } from "@liuke/kit/desk/csv.ts";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import { Erase } from "./Erase.tsx";
import type { MemberAnswer } from "./Member.tsx";
import { Merges } from "./Merges.tsx";
import { privacyWords } from "./privacy.words.ts";

/** A member's own data: a copy of it, its end, and whether two members are one. */
export function Privacy({ member }: { member: MemberAnswer }) {
  const say = useWords(privacyWords);
  const { id, state } = member.standing;
  const may = {
    export: useMay("members.export"),
    erase: useMay("members.erase"),
    merge: useMay("members.merge"),
    edit: useMay("members.edit"),
  };
  const living = state !== "erased" && state !== "merged";
  return (
    <div className="member-two">
      {may.edit && living && <State id={id} state={state} />}
      {may.export && living && <Export id={id} />}
      {may.merge && <Merges member={member} />}
      {may.erase && living && <Erase member={member} />}
      {!may.export && !may.erase && !may.merge && <p className="lk-2">{say.mayNot}</p>}
    </div>
  );
}

function Export({ id }: { id: string }) {
  const say = useWords(privacyWords);
  const [asking, ask] = useState(false);
  const act = useAct("POST /v1/members/exports", {
    onDone: ([found]) => {
      ask(false);
      if (found) download(`${id}.json`, JSON.stringify(found.data, null, 2), "application/json");
    },
  });
  return (
    <section className="card member-block">
      <h2>{say.export}</h2>
      <p className="lk-2">{say.exportHint}</p>
      <div><Button onClick={() => ask(true)}>{say.exportAct}</Button></div>
      <ReasonDialogue
        open={asking}
        title={say.export}
        act={say.exportAct}
        acting={act}
        onAct={(reason, approval) => act.mutate({ body: { member_ids: [id], reason }, approval })}
        onClose={() => ask(false)}
      >
        <p>{say.exportEffect}</p>
      </ReasonDialogue>
    </section>
  );
}

function State({ id, state }: { id: string; state: string }) {
  const say = useWords(privacyWords);
  const [asking, ask] = useState(false);
  const blocked = state === "blocked";
  const act = useAct("PUT /v1/members/{member_id}/state", {
    refresh: ["GET /v1/members/{member_id}", "GET /v1/members/{member_id}/timeline"],
    onDone: () => ask(false),
  });
  const told = blocked ? say.stateBlocked : state === "new" ? say.stateNew : say.stateActive;
  const verb = blocked ? say.unblock : state === "new" ? say.activate : say.block;
  const to = blocked || state === "new" ? "active" : "blocked";
  return (
    <section className="card member-block">
      <h2>{say.state}</h2>
      <p className="lk-2">{told}</p>
      <div><Button onClick={() => ask(true)}>{verb}</Button></div>
      <ReasonDialogue
        open={asking}
        title={verb}
        act={verb}
        danger={to === "blocked"}
        acting={act}
        onAct={(reason, approval) => act.mutate({ path: { member_id: id }, body: { state: to, reason }, approval })}
        onClose={() => ask(false)}
      >
        <p>{to === "blocked" ? say.blockEffect : say.unblockEffect}</p>
      </ReasonDialogue>
    </section>
  );
}
