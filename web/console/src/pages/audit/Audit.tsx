import { useEvery, usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { Copied } from "@liuke/kit/desk/Copied.tsx";
import { ListFrame, type Chip } from "@liuke/kit/desk/ListFrame.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { SearchBox } from "@liuke/kit/desk/SearchBox.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { count, instant, shortId } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import { Link } from "react-router";
import { Chain } from "./Chain.tsx";
import { actWords, auditWords } from "./audit.words.ts";
import { useActorName, useActWord, useChanges } from "./told.ts";
import "./audit.css";

type Act = Answer<"GET /v1/audit">["items"][number];

/** Who did what to what, when and why; newest first. */
export default function Audit() {
  return (
    <Needs right="audit.read">
      <Acts />
    </Needs>
  );
}

function Acts() {
  const say = useWords(auditWords);
  const { get } = useAddress();
  const query = {
    limit: 50,
    action: get("action") || null,
    actor: get("actor") || null,
    subject: get("subject") || null,
  };
  const pages = usePages("GET /v1/audit", { query });
  return (
    <section className="page">
      <h1>{say.title}</h1>
      <Chain />
      <ListFrame<Act>
        name="audit"
        pages={pages}
        columns={useActColumns()}
        keyOf={(one) => one.id}
        label={say.list}
        filters={<Filters />}
        chips={useChips()}
        empty={<Empty title={say.first} />}
        file="audit"
        views={{ page: "audit", keeps: ["action", "actor", "subject"] }}
      />
    </section>
  );
}

function Filters() {
  const say = useWords(auditWords);
  const acts = useWords(actWords);
  const { get, set } = useAddress();
  const staff = useEvery("GET /v1/staff", {}, { enabled: useMay("staff.read"), staleTime: 300_000 });
  const people = (staff.data ?? []).map((one) => ({ value: `staff:${one.id}`, label: one.name }));
  return (
    <>
      <Select
        className="audit-filter"
        aria-label={say.action}
        showSearch={{ optionFilterProp: "label" }}
        value={get("action")}
        options={[{ value: "", label: say.anyAction }, ...Object.entries(acts).map(([value, label]) => ({ value, label }))]}
        onChange={(action) => set({ action })}
      />
      <Select
        className="audit-filter"
        aria-label={say.actor}
        showSearch={{ optionFilterProp: "label" }}
        value={get("actor")}
        options={[{ value: "", label: say.anyActor }, ...people]}
        onChange={(actor) => set({ actor })}
      />
      <SearchBox className="audit-subject" label={say.subjectHint} asked={get("subject")} onSearch={(subject) => set({ subject })} />
    </>
  );
}

function useChips(): Chip[] {
  const say = useWords(auditWords);
  const act = useActWord();
  const actor = useActorName();
  const { get } = useAddress();
  const found: [string, string][] = [
    ["action", get("action") && act(get("action"))],
    ["actor", get("actor") && actor(get("actor"))],
    ["subject", get("subject") && say.ofSubject(shortId(get("subject")))],
  ];
  return found.filter(([, label]) => label).map(([name, label]) => ({ names: [name], label }));
}

function useActColumns(): Column<Act>[] {
  const say = useWords(auditWords);
  const act = useActWord();
  const actor = useActorName();
  const changes = useChanges();
  const place = usePlace();
  const language = useLanguage();
  const told = (one: Act) => changes(one.before, one.after);
  return [
    { key: "at", title: say.at, width: 168, card: "beside", text: (one) => instant(one.at, place, language), render: (one) => <When at={one.at} /> },
    { key: "actor", title: say.actor, width: 160, text: (one) => actor(one.actor), render: (one) => actor(one.actor) },
    { key: "action", title: say.action, width: 160, card: "title", text: (one) => act(one.action), render: (one) => act(one.action) },
    { key: "subject", title: say.subject, width: 180, text: (one) => one.subject, render: (one) => <Subject id={one.subject} segment={one.action.startsWith("segments.")} name={one.subject.startsWith("stf_") ? actor(`staff:${one.subject}`) : ""} /> },
    { key: "changes", title: say.changes, width: 320, text: (one) => told(one).join("; "), render: (one) => (told(one).length === 0 ? "—" : <Changes of={told(one)} />) },
    { key: "reason", title: say.reason, width: 200, text: (one) => one.reason, render: (one) => one.reason || "—" },
  ];
}

const PAGES: Record<string, string> = { mem: "/members/", ord: "/orders/" };

function Subject({ id, name, segment }: { id: string; name: string; segment: boolean }) {
  if (!id) return <>—</>;
  if (segment) return <Link to={`/segments/${id}`}>{id}</Link>;
  if (name) return <span title={id}>{name}</span>;
  const page = PAGES[id.slice(0, 3)];
  if (page && id[3] === "_") return <Link to={`${page}${id}`}>{shortId(id)}</Link>;
  return <Copied text={id} />;
}

const FIRST = 3;

/** The first changes at once, the rest one step away: a row must not push the others off the screen. */
function Changes({ of }: { of: readonly string[] }) {
  const say = useWords(auditWords);
  const rest = of.slice(of.length > FIRST + 1 ? FIRST : of.length);
  return (
    <div className="audit-changes">
      <Lines of={of.slice(0, of.length - rest.length)} />
      {rest.length > 0 && (
        <details>
          <summary>{say.moreChanges(count(rest.length))}</summary>
          <Lines of={rest} />
        </details>
      )}
    </div>
  );
}

function Lines({ of }: { of: readonly string[] }) {
  return (
    <ul>
      {of.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}
