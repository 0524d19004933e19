import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { Facts } from "@liuke/kit/desk/Facts.tsx";
import { csvOf, download } from "@liuke/kit/desk/csv.ts";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { When } from "@liuke/kit/figures.tsx";
import { count, dayOf } from "@liuke/kit/formats.ts";
import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useActorName } from "../audit/told.ts";
import { Refused } from "../members/Refused.tsx";
import { batchesWords } from "./batches.words.ts";
import { Sheet } from "./Sheet.tsx";
import { useTold } from "./told.ts";
import "./coupons.css";

type Shown = Answer<"GET /v1/batches/{batch_id}">;
export type Code = Answer<"POST /v1/batches/{batch_id}/codes">[number];

/** The codes of one batch: taken along with a reason, as a file or as a sheet of QR codes. */
export default function BatchCodes() {
  const { id = "" } = useParams();
  const batch = useAsk("GET /v1/batches/{batch_id}", { path: { batch_id: id } });
  return (
    <Needs right="coupons.issue">
      <section className="page">
        <Region asked={batch} waiting={<Waiting rows={4} />}>
          {(shown) => <Inside shown={shown} />}
        </Region>
      </section>
    </Needs>
  );
}

function Inside({ shown }: { shown: Shown }) {
  const say = useWords(batchesWords);
  const who = useActorName();
  const told = useTold();
  const templates = useAsk("GET /v1/coupons/templates", {}, { staleTime: 300_000 });
  const { batch } = shown;
  const code = String(batch.params["template"] ?? "");
  const template = templates.data?.find((one) => one.code === code);
  const name = template ? told.name(template) : code;
  const done = shown.tallies.find((one) => one.outcome === "done")?.members ?? 0;
  const amount = done * Number(batch.params["count"] ?? 1);
  return (
    <>
      <Link to={`/coupons/${code}`}>{`‹ ${say.back(name)}`}</Link>
      <h1>{say.heading(name)}</h1>
      <div className="card coupon-card">
        <Facts
          of={[
            [say.when, <When key="w" at={batch.started_at ?? batch.made_at} exact />],
            [say.by, who(batch.made_by)],
            [say.why, batch.reason],
            [say.people, count(done)],
            [say.given, say.sheets(count(amount))],
            [say.state, say.states(batch.state)],
          ]}
        />
        <Refused of={shown.tallies} />
        {batch.state === "done" ? (
          <Taking id={batch.id} amount={amount} name={name} worth={template ? told.worth(template) : ""} />
        ) : (
          <p className="coupon-worth">{batch.state === "running" ? say.notReady : say.gone}</p>
        )}
      </div>
    </>
  );
}

interface Taken {
  id: string;
  amount: number;
  name: string;
  worth: string;
}

function Taking({ id, amount, name, worth }: Taken) {
  const say = useWords(batchesWords);
  const [asking, ask] = useState(false);
  const [codes, setCodes] = useState<readonly Code[]>([]);
  const act = useAct("POST /v1/batches/{batch_id}/codes", {
    onDone: (answer) => {
      setCodes(answer);
      ask(false);
    },
  });
  const words = say.take(count(amount));
  if (codes.length > 0) return <Codes codes={codes} id={id} name={name} worth={worth} />;
  return (
    <>
      <p className="lk-2 coupon-worth">{say.hint}</p>
      <div>
        <Button type="primary" disabled={amount === 0} onClick={() => ask(true)}>
          {words}
        </Button>
      </div>
      <ReasonDialogue
        open={asking}
        title={words}
        act={words}
        acting={act}
        onAct={(reason, approval) => act.mutate({ path: { batch_id: id }, body: { reason }, approval })}
        onClose={() => ask(false)}
      >
        <p>{say.takeEffect(count(amount))}</p>
      </ReasonDialogue>
    </>
  );
}

/** Codes that were taken along: as a file, and as a sheet to print. */
function Codes({ codes, id, name, worth }: { codes: readonly Code[]; id: string; name: string; worth: string }) {
  const say = useWords(batchesWords);
  const { timeZone } = usePlace();
  const until = (at: string | null) => (at ? dayOf(new Date(Date.parse(at) - 1), timeZone) : "");
  const save = () => {
    const rows = codes.map((one) => [one.code, one.member_id, one.state, String(one.uses_left), until(one.valid_until)]);
    download(`${id}-codes.csv`, csvOf(["code", "member_id", "state", "uses_left", "valid_through"], rows));
  };
  return (
    <>
      <output>{say.taken(count(codes.length))}</output>
      <div className="page-acts">
        <Button onClick={save}>{say.file}</Button>
      </div>
      <Sheet codes={codes} name={name} worth={worth} until={until} />
    </>
  );
}
