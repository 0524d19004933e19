import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { day, measured } from "@liuke/kit/formats.ts";
import { Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { useNames } from "../members/names.ts";
import { standingWords } from "./standing.words.ts";

type Explained = Answer<"GET /v1/members/{member_id}/tiers/{set_code}/explanation">;

/** Return the order behind a cause such as `order:01a2…`. */
function orderOf(cause: string): string | null {
  const found = /^order:([0-9a-f-]{32,36})$/.exec(cause);
  return found?.[1] ? `ord_${found[1].replaceAll("-", "")}` : null;
}

/** Why a member stands where they do: what was counted, and every movement. */
export function Why({ id, set }: { id: string; set: string }) {
  const asked = useAsk("GET /v1/members/{member_id}/tiers/{set_code}/explanation", {
    path: { member_id: id, set_code: set },
  });
  return (
    <div className="member-why">
      <Region asked={asked}>
        {(found) => (
          <>
            <Counted of={found} />
            <Movements of={found} set={set} />
          </>
        )}
      </Region>
    </div>
  );
}

function Counted({ of }: { of: Explained }) {
  const say = useWords(standingWords);
  const language = useLanguage();
  const { currency } = usePlace();
  const rows = of.counted.filter((one) => one.amount !== 0 || one.purchases !== 0);
  const tell = (amount: number) => measured(amount, of.place.unit, currency, language);
  return (
    <div>
      <h4>{say.counted}</h4>
      {rows.length === 0 && <p className="lk-2">{say.nothingCounted}</p>}
      <ul className="member-list">
        {rows.toReversed().slice(0, 20).map((one) => (
          <li key={`${one.cause} ${one.on}`} className="member-pair">
            <span>{day(one.on, language)} <Cause of={one.cause} /></span>
            <span className="lk-num">{tell(one.amount)}</span>
          </li>
        ))}
      </ul>
      {of.counted_before !== 0 && <p className="lk-2">{say.countedBefore(tell(of.counted_before))}</p>}
    </div>
  );
}

function Cause({ of }: { of: string }) {
  const say = useWords(standingWords);
  const order = orderOf(of);
  if (order) return <Link to={`/orders/${order}`}>{say.order}</Link>;
  const [kind = ""] = of.split(":");
  const words: Record<string, string> = { return: say.return, joined: say.joined, card: say.byCard, version: say.version, grace: say.byGrace };
  return <span className="lk-2">{words[kind] ?? say.other}</span>;
}

function Movements({ of, set }: { of: Explained; set: string }) {
  const say = useWords(standingWords);
  const language = useLanguage();
  const names = useNames();
  const level = (code: string) => (code ? names.level(set, code) : say.noLevel);
  const because = (why: string): string => {
    if (why === "reached") return say.byReaching;
    if (why === "grace") return say.inGrace;
    return why in say ? String(say[why as "purchase"]) : "";
  };
  const kind = (one: string) => (one === "down" ? say.down : one === "kept" ? say.kept : say.up);
  return (
    <div>
      <h4>{say.movements}</h4>
      <ul className="member-list">
        {of.movements.map((one) => (
          <li key={one.id}>
            {day(one.day, language)} {kind(one.kind)} {say.moved(level(one.before), level(one.after))}{" "}
            <span className="lk-2">{because(one.why)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
