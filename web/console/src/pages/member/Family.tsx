import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { day, shortId } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useToday } from "@liuke/kit/today.ts";
import { Popconfirm } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { familyWords } from "./family.words.ts";
import { AddChild, Join } from "./FamilyForms.tsx";
import { memberWords } from "./member.words.ts";

type Named = Answer<"POST /v1/members/{member_id}/children/openings">;

/** Return the full months from a birthday to a day. */
function monthsSince(on: string, now: string): number {
  const [year = 0, month = 0, date = 0] = on.split("-").map(Number);
  const [thisYear = 0, thisMonth = 0, today = 0] = now.split("-").map(Number);
  return (thisYear - year) * 12 + thisMonth - month - (today < date ? 1 : 0);
}

/** Who lives with a member, and their children without names until two people open them. */
export function Family({ id }: { id: string }) {
  const say = useWords(memberWords);
  const path = { path: { member_id: id } };
  const home = useAsk("GET /v1/members/{member_id}/household", path);
  const born = useAsk("GET /v1/members/{member_id}/children", path);
  const [kin, children] = [home.data ?? [], born.data ?? []];
  const known = home.data !== undefined && born.data !== undefined;
  const may = useMay("members.edit");
  return (
    <section className="card member-block" aria-label={say.family}>
      <h2>{say.family}</h2>
      {home.error && <ProblemNote of={home.error} onRetry={() => void home.refetch()} />}
      {born.error && <ProblemNote of={born.error} onRetry={() => void born.refetch()} />}
      {known && kin.length === 0 && children.length === 0 && <p className="lk-2">{say.noFamily}</p>}
      <ul className="member-list">
        {kin.map((one) => (
          <li key={one.member_id}>
            {one.member_id === id ? say.self : <Kin id={one.member_id} />}{" "}
            <span className="lk-2">{say[one.role ?? "other"]}</span>
          </li>
        ))}
      </ul>
      {children.length > 0 && <Children id={id} of={children} />}
      {may && <Acts id={id} together={kin.length > 0} />}
    </section>
  );
}

/** Somebody who lives here, by name where one is known. */
function Kin({ id }: { id: string }) {
  const asked = useAsk("GET /v1/members/{member_id}", { path: { member_id: id } }, { staleTime: 60_000 });
  return <Link to={`/members/${id}`}>{asked.data?.name || shortId(id)}</Link>;
}

/** What staff may change: who lives together, and whose children there are. */
function Acts({ id, together }: { id: string; together: boolean }) {
  const say = useWords(familyWords);
  const [open, show] = useState<"join" | "child" | null>(null);
  const leave = useAct("DELETE /v1/members/{member_id}/household", {
    refresh: ["GET /v1/members/{member_id}/household", "GET /v1/members/{member_id}/timeline"],
  });
  return (
    <div className="member-because">
      <button type="button" className="lk-link" onClick={() => show("join")}>{say.join}</button>
      {together && (
        <Popconfirm
          title={say.leaveEffect}
          okText={say.leave}
          okButtonProps={{ danger: true }}
          onConfirm={() => leave.mutate({ path: { member_id: id } })}
        >
          <button type="button" className="lk-link">{say.leave}</button>
        </Popconfirm>
      )}
      <button type="button" className="lk-link" onClick={() => show("child")}>{say.childAdd}</button>
      {leave.error && <ProblemNote of={leave.error} />}
      {open === "join" && <Join id={id} onClose={() => show(null)} />}
      {open === "child" && <AddChild id={id} onClose={() => show(null)} />}
    </div>
  );
}

function Children({ id, of }: { id: string; of: Answer<"GET /v1/members/{member_id}/children"> }) {
  const say = useWords(memberWords);
  const language = useLanguage();
  const mayOpen = useMay("members.reveal");
  const mayEdit = useMay("members.edit");
  const today = useToday();
  const [names, setNames] = useState<Named>([]);
  const [asking, ask] = useState(false);
  const open = useAct("POST /v1/members/{member_id}/children/openings", {
    onDone: (found) => {
      setNames(found);
      ask(false);
    },
  });
  const drop = useAct("DELETE /v1/members/{member_id}/children/{child_id}", { refresh: ["GET /v1/members/{member_id}/children"] });
  const sex = (gender: string) => (gender === "female" ? say.girl : gender === "male" ? say.boy : "");
  return (
    <>
      <h3>{say.children}</h3>
      <ul className="member-list">
        {of.map((child) => (
          <li key={child.id}>
            {names.find((one) => one.id === child.id)?.name} {sex(child.gender)}{" "}
            <span className="lk-2">{say.born(day(child.birth_on, language), monthsSince(child.birth_on, today))}</span>{" "}
            {mayEdit && (
              <Popconfirm
                title={say.childDropEffect}
                okText={say.childDrop}
                okButtonProps={{ danger: true }}
                onConfirm={() => drop.mutate({ path: { member_id: id, child_id: child.id } })}
              >
                <button type="button" className="lk-link">{say.childDrop}</button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
      {drop.error && <ProblemNote of={drop.error} />}
      {mayOpen && names.length === 0 && <button type="button" className="lk-link" onClick={() => ask(true)}>{say.namesOpen}</button>}
      <ReasonDialogue
        open={asking}
        title={say.namesOpen}
        act={say.namesOpen}
        acting={open}
        onAct={(reason, approval) => open.mutate({ path: { member_id: id }, body: { reason }, approval })}
        onClose={() => ask(false)}
      >
        <p>{say.openEffect}</p>
      </ReasonDialogue>
    </>
  );
}
