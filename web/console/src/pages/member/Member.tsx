import "@liuke/kit/desk/list.css";
import "../members/members.css";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { Tabs } from "@liuke/kit/desk/Tabs.tsx";
import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { Header } from "./Header.tsx";
import "./member.css";
import { memberWords } from "./member.words.ts";
import { Money } from "./Money.tsx";
import { Orders } from "./Orders.tsx";
import { Overview } from "./Overview.tsx";
import { Privacy } from "./Privacy.tsx";
import { Story } from "./Story.tsx";

export type MemberAnswer = Answer<"GET /v1/members/{member_id}">;
export type Opened = Answer<"POST /v1/members/{member_id}/openings">;

const TABS = ["overview", "money", "orders", "timeline", "privacy"] as const;
type Tab = (typeof TABS)[number];

/** A member: am I on the right person, what are they worth and due, what happened, what may I do. */
export default function Member() {
  const { id = "" } = useParams();
  const asked = useAsk("GET /v1/members/{member_id}", { path: { member_id: id } });
  if (asked.error?.code === "unknown_members") return <Nobody />;
  if (asked.error) {
    return (
      <section className="page">
        <ProblemNote of={asked.error} onRetry={() => void asked.refetch()} />
      </section>
    );
  }
  if (asked.data === undefined || asked.data.standing.id !== id) return <Frame />;
  return <Page key={id} member={asked.data} />;
}

/** Nobody, or nobody of one's own stores: both are told alike. */
function Nobody() {
  const say = useWords(memberWords);
  return (
    <section className="page" role="alert">
      <h1>{say.nobody}</h1>
      <p className="lk-2">{say.nobodyHint}</p>
      <div>
        <Link to="/members">{say.toMembers}</Link>
      </div>
    </section>
  );
}

function Page({ member }: { member: MemberAnswer }) {
  const say = useWords(memberWords);
  const { get, set } = useAddress();
  const [opened, open] = useState<Opened | null>(null);
  const may = { points: useMay("points.read"), orders: useMay("checkout.read") };
  const shown = TABS.filter((one) => one !== "orders" || may.orders).filter((one) => one !== "money" || may.points);
  const tab: Tab = shown.find((one) => one === get("tab")) ?? "overview";
  return (
    <section className="page member">
      <Header member={member} opened={opened} onOpened={open} />
      <Tabs
        label={say.tabs}
        chosen={tab}
        onChoose={(key) => set({ tab: key === "overview" ? null : key, state: null, kinds: null, why: null, book: null }, { push: true })}
        tabs={shown.map((key) => ({ key, label: say[key], children: <Section of={key} member={member} opened={opened} onEdited={() => open(null)} /> }))}
      />
    </section>
  );
}

interface SectionProps {
  of: Tab;
  member: MemberAnswer;
  opened: Opened | null;
  onEdited: () => void;
}

function Section({ of, member, opened, onEdited }: SectionProps) {
  const id = member.standing.id;
  if (of === "money") return <Money id={id} />;
  if (of === "orders") return <Orders id={id} />;
  if (of === "timeline") return <Story id={id} />;
  if (of === "privacy") return <Privacy member={member} />;
  return <Overview member={member} opened={opened} onEdited={onEdited} />;
}

function Frame() {
  return (
    <section className="page member">
      <Waiting rows={1} height={56} />
      <Waiting rows={1} height={32} />
      <div className="member-three">
        <div className="card"><Waiting rows={6} /></div>
        <div className="card"><Waiting rows={6} /></div>
        <div className="card"><Waiting rows={6} /></div>
      </div>
    </section>
  );
}
