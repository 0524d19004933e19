import { useAct, useEvery } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { Mark } from "@liuke/kit/desk/Mark.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { isRole, roleWords } from "@liuke/kit/desk/rights.words.ts";
import { wholeOf } from "@liuke/kit/desk/whole.ts";
import { When } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useMay, useMe } from "@liuke/kit/me.tsx";
import { Empty, ProblemNote } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, Popconfirm } from "antd";
import { useState } from "react";
import { Assign } from "./Assign.tsx";
import { Invite, OneTimeLink, type Ticket } from "./Invite.tsx";
import { Policy } from "./Policy.tsx";
import { staffWords } from "./staff.words.ts";
import "./staff.css";
import { Tabs } from "@liuke/kit/desk/Tabs.tsx";
import type { Answer } from "@liuke/kit/call.ts";

type Person = Answer<"GET /v1/staff">["items"][number];

/** Who works here, in which role, and what each role may do. */
export default function Staff() {
  const say = useWords(staffWords);
  const { get, set } = useAddress();
  return (
    <Needs right="staff.read">
      <section className="page">
        <div className="page-head">
          <h1>{say.title}</h1>
          {useMay("staff.edit") && <Invite />}
        </div>
        <Tabs
          label={say.tabs}
          chosen={get("tab") || "people"}
          onChoose={(tab) => set({ tab: tab === "people" ? null : tab })}
          tabs={[
            { key: "people", label: say.people, children: <People /> },
            { key: "policy", label: say.policy, children: <Policy /> },
          ]}
        />
      </section>
    </Needs>
  );
}

function People() {
  const say = useWords(staffWords);
  const asked = useEvery("GET /v1/staff", {});
  return (
    <ListFrame<Person>
      name="staff"
      pages={wholeOf(asked, asked.data ?? [])}
      columns={usePeopleColumns()}
      keyOf={(one) => one.id}
      label={say.people}
      empty={<Empty title={say.first} />}
      file="staff"
      views={{ page: "staff", keeps: [] }}
    />
  );
}

function usePeopleColumns(): Column<Person>[] {
  const say = useWords(staffWords);
  const roles = useWords(roleWords);
  const mayEdit = useMay("staff.edit");
  const role = (one: Person) => (isRole(one.role) ? roles[one.role] : one.role);
  const scope = (one: Person) => {
    if (one.region) return say.region(one.region);
    return one.store_ids ? say.someStores(count(one.store_ids.length)) : say.wholeShop;
  };
  const columns: Column<Person>[] = [
    { key: "name", title: say.name, width: 160, text: (one) => one.name, render: (one) => one.name },
    { key: "signIn", title: say.signIn, text: (one) => one.sign_in, render: (one) => one.sign_in },
    { key: "role", title: say.role, text: role, render: role },
    { key: "scope", title: say.scope, text: scope, render: scope },
    { key: "factor", title: say.factor, text: (one) => (one.second_factor ? say.on : say.off), render: (one) => (one.second_factor ? say.on : say.off) },
    { key: "state", title: say.state, card: "beside", text: (one) => say[stateOf(one)], render: (one) => <State of={one} /> },
    { key: "since", title: say.since, hidden: true, render: (one) => <When at={one.created_at} exact /> },
  ];
  if (mayEdit) columns.push({ key: "acts", title: say.acts, width: 340, card: "acts", render: (one) => <Acts one={one} /> });
  return columns;
}

function stateOf(one: Person): "disabled" | "active" | "invited" {
  if (one.disabled_at) return "disabled";
  return one.can_sign_in ? "active" : "invited";
}

function State({ of }: { of: Person }) {
  const say = useWords(staffWords);
  const state = stateOf(of);
  return <Mark tone={{ disabled: "plain", active: "good", invited: "waits" }[state] as "plain" | "good" | "waits"}>{say[state]}</Mark>;
}

function Acts({ one }: { one: Person }) {
  const say = useWords(staffWords);
  const me = useMe();
  const [ticket, setTicket] = useState<Ticket | null>(null);
  const reset = useAct("POST /v1/staff/{staff_id}/tickets", { onDone: setTicket });
  const out = useAct("DELETE /v1/staff/{staff_id}/sessions");
  const disable = useAct("DELETE /v1/staff/{staff_id}", { refresh: ["GET /v1/staff"] });
  const path = { staff_id: one.id };
  if (one.disabled_at) return null;
  const error = reset.error ?? out.error ?? disable.error;
  const mine = me.actor === `staff:${one.id}`;
  return (
    <span className="staff-acts">
      <Button size="small" aria-label={say.resetOf(one.name)} loading={reset.isPending} onClick={() => reset.mutate({ path })}>{say.reset}</Button>
      {!mine && (
        <>
          <Assign one={one} />
          <Button size="small" aria-label={say.signOutOf(one.name)} loading={out.isPending} onClick={() => out.mutate({ path })}>{say.signOut}</Button>
          <Popconfirm title={say.disableOf(one.name)} description={say.disableEffect} okText={say.disableOf(one.name)} cancelText={say.keep} onConfirm={() => disable.mutate({ path })}>
            <Button size="small" danger aria-label={say.disableOf(one.name)} loading={disable.isPending}>{say.disable}</Button>
          </Popconfirm>
        </>
      )}
      {out.isSuccess && <output className="lk-2">{say.signedOut(one.name)}</output>}
      {error && <ProblemNote of={error} />}
      <OneTimeLink ticket={ticket} name={one.name} onClose={() => setTicket(null)} />
    </span>
  );
}
