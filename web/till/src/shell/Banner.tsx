import { when } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useState } from "react";
import { Link } from "react-router";
import { useCell } from "../desk/cell.ts";
import { offlineSince } from "../desk/line.ts";
import { useMinute } from "../desk/minute.ts";
import { queue, uploading } from "../desk/queue.ts";
import { shelf } from "../desk/shelf.ts";
import { shellWords } from "./shell.words.ts";

/** What is cut off, what still works, what waits, and what needs somebody. */
export function Banner() {
  const say = useWords(shellWords);
  const since = useCell(offlineSince);
  const sending = useCell(uploading);
  const kept = useCell(queue);
  const waiting = kept.filter((one) => one.state === "waiting");
  const refused = kept.filter((one) => one.state === "refused");
  if (since !== null) return <Offline since={since} />;
  if (sending && waiting.length > 0) {
    return <p className="till-banner till-banner-info" role="status">{say.uploading(waiting.length)}</p>;
  }
  if (refused.length > 0) {
    return (
      <p className="till-banner" role="status">
        {say.needs(refused.length)} · <Link to="/queue">{say.decide}</Link>
      </p>
    );
  }
  return null;
}

function Offline({ since }: { since: string }) {
  const say = useWords(shellWords);
  const language = useLanguage();
  const where = usePlace();
  const head = useCell(shelf).head;
  const waiting = useCell(queue).filter((one) => one.state === "waiting");
  const [told, setTold] = useState(false);
  const [oldest] = waiting;
  const at = (moment: string) => when(moment, where, language);
  const now = useMinute();
  const late = head !== null && Date.parse(head.valid_until) < now.getTime();
  return (
    <div className="till-banner" role="status">
      <span>
        {head === null ? say.noPrices(at(since)) : say.banner(at(since), at(head.as_of), at(head.valid_until))}
        {oldest && (
          <>
            {" · "}
            {say.queued(waiting.length, at(oldest.at))}
          </>
        )}
      </span>
      <button type="button" className="lk-link" aria-expanded={told} onClick={() => setTold(!told)}>
        {say.works}
      </button>
      {late && <strong>{say.expired}</strong>}
      {told && (
        <p>
          {say.can}
          <br />
          {say.waits}
        </p>
      )}
    </div>
  );
}

