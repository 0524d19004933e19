import { usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { phone } from "@liuke/kit/formats.ts";
import { Empty } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import "./outbox.css";
import { outboxWords } from "./outbox.words.ts";

type Sent = Answer<"GET /v1/outbox">["items"][number];

/** Messages that stay on this computer while no service sends them. */
export default function Outbox() {
  return (
    <Needs right="messages.read">
      <Messages />
    </Needs>
  );
}

function Messages() {
  const say = useWords(outboxWords);
  const pages = usePages("GET /v1/outbox", { query: { limit: 50 } });
  const columns: Column<Sent>[] = [
    { key: "at", title: say.at, width: 168, card: "beside", render: (one) => <When at={one.sent_at} /> },
    { key: "receiver", title: say.receiver, width: 160, card: "title", render: (one) => <span className="lk-num">{phone(one.receiver)}</span> },
    { key: "text", title: say.text, render: (one) => <span className="outbox-text">{one.text}</span> },
    { key: "channel", title: say.channel, width: 120, render: (one) => (one.channel === "sms" ? say.sms : one.channel) },
  ];
  return (
    <section className="page">
      <h1>{say.title}</h1>
      {pages.error?.status === 404 ? (
        <div className="card"><Empty title={say.off} /></div>
      ) : (
        <>
          <p className="lk-2">{say.hint}</p>
          <ListFrame<Sent> name="outbox" pages={pages} columns={columns} keyOf={(one) => one.id} label={say.list} empty={<Empty title={say.first} />} views={{ page: "outbox", keeps: [] }} />
        </>
      )}
    </section>
  );
}
