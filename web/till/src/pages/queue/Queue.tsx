import { When } from "@liuke/kit/figures.tsx";
import { money } from "@liuke/kit/formats.ts";
import { Problem } from "@liuke/kit/problem.ts";
import { Empty, ProblemNote } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { save } from "@liuke/kit/save.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useCell } from "../../desk/cell.ts";
import { offlineSince } from "../../desk/line.ts";
import { asFile, forget, mend, queue, upload, uploading, type Waiting } from "../../desk/queue.ts";
import { usePage } from "../../shell/usePage.ts";
import { ways } from "./ways.ts";
import { queueWords } from "./queue.words.ts";
import "../sale/sale.css";
import "./queue.css";

function saveKept(): void {
  save(`liuke-till-${new Date().toISOString().slice(0, 10)}.json`, asFile());
}

/** The sales this device keeps: what waits, what was uploaded, what needs a decision. */
export default function Queue() {
  const say = useWords(queueWords);
  const kept = useCell(queue);
  const sending = useCell(uploading);
  const offline = useCell(offlineSince) !== null;
  usePage(say.title, "/sale");
  return (
    <div className="till-queue">
      <h1>{say.title}</h1>
      <p className="lk-2">{say.hint}</p>
      {kept.length === 0 ? (
        <Empty title={say.none} />
      ) : (
        <>
          <div className="till-queue-acts">
            <Button type="primary" disabled={offline} loading={sending} onClick={() => void upload().catch(() => undefined)}>
              {say.now}
            </Button>
            <Button onClick={saveKept}>{say.file}</Button>
            <small className="lk-2">{say.fileHint}</small>
          </div>
          <ul>
            {kept.map((one) => (
              <Kept key={one.number} one={one} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Kept({ one }: { one: Waiting }) {
  const say = useWords(queueWords);
  const { currency } = usePlace();
  const units = one.sale.items.reduce((sum, item) => sum + (item.units ?? 1), 0);
  return (
    <li className="till-card" data-state={one.state}>
      <div className="till-queue-row">
        <strong className={`till-state till-state-${one.state}`}>{say[one.state]}</strong>
        <When at={one.at} exact />
        <span className="lk-code">{one.number}</span>
        <span>{say.units(units)}</span>
        <span className="lk-num">{money(one.paid_minor, currency)}</span>
      </div>
      {one.state === "refused" && <Decide one={one} />}
      {one.state === "uploaded" && (
        <Button type="link" onClick={() => void forget(one)}>
          {say.clear}
        </Button>
      )}
    </li>
  );
}

function Decide({ one }: { one: Waiting }) {
  const say = useWords(queueWords);
  const { currency } = usePlace();
  const why = one.why ?? {};
  const said = (minor: number) => money(minor, currency);
  return (
    <div className="till-decide">
      {why["code"] === "till_nobody" ? <p>{say.nobody(one.whom)}</p> : <ProblemNote of={new Problem(409, { ...why, field: "" })} />}
      {ways(one).map((way) => (
        <div key={way.kind}>
          {way.kind === "less" && <p>{say.less(said(way.paid), said(way.due), said(way.paid - way.due))}</p>}
          {way.kind === "asOfNow" && <p>{say.clockWrong}</p>}
          {way.kind === "more" && <p>{say.more(said(way.paid), said(way.due), said(way.due - way.paid))}</p>}
          <Button onClick={() => void mend(one, way.changes).catch(() => undefined)}>
            {way.kind === "less"
              ? say.noteLess(said(way.due))
              : way.kind === "more"
                ? say.noteMore(said(way.due - way.paid))
                : say[way.kind]}
          </Button>
        </div>
      ))}
    </div>
  );
}
