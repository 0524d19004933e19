import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { count, day, dayOf } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState } from "react";
import { standingWords } from "./standing.words.ts";

type Rung = Answer<"GET /v1/members/{member_id}/rungs">[number];

/** The rungs of a member's ladders: reached, to be claimed until when, claimed. */
export function Rungs({ id }: { id: string }) {
  const say = useWords(standingWords);
  const rungs = useAsk("GET /v1/members/{member_id}/rungs", { path: { member_id: id } }).data ?? [];
  if (rungs.length === 0) return null;
  return (
    <section className="card member-block" aria-label={say.rungs}>
      <h2>{say.rungs}</h2>
      <ul className="member-list">
        {rungs.map((one) => <Rung key={`${one.set_code} ${one.rung} ${one.period_on}`} rung={one} />)}
      </ul>
    </section>
  );
}

function Rung({ rung }: { rung: Rung }) {
  const say = useWords(standingWords);
  const language = useLanguage();
  const { timeZone } = usePlace();
  const may = useMay("tiers.claim");
  const claim = useAct("POST /v1/tiers/claims", {
    refresh: ["GET /v1/members/{member_id}/rungs", "GET /v1/members/{member_id}/coupons", "GET /v1/members/{member_id}/timeline"],
  });
  const [now] = useState(() => new Date());
  const today = dayOf(now, timeZone);
  const open = rung.missing <= 0 && !rung.claimed && rung.claim_from_on <= today && today <= rung.claim_until_on;
  const name = language === "en" ? rung.name : rung.name_zh || rung.name;
  const { member_id, set_code, rung: code, period_on } = rung;
  const state = rung.claimed ? say.claimed : rung.missing > 0 ? say.missing(count(rung.missing)) : say.reached;
  return (
    <li>
      <div className="member-pair">
        <span>{name}</span>
        <span className="lk-2">{state}</span>
      </div>
      {rung.missing <= 0 && !rung.claimed && (
        <div className="member-pair">
          <span className="lk-2">{say.claimable(day(rung.claim_from_on, language), day(rung.claim_until_on, language))}</span>
          {may && open && (
            <Button
              size="small"
              aria-label={say.claimFor(name)}
              loading={claim.isPending}
              onClick={() => claim.mutate({ body: [{ member_id, set_code, rung: code, period_on }] })}
            >
              {say.claim}
            </Button>
          )}
        </div>
      )}
      {claim.error && <ProblemNote of={claim.error} />}
    </li>
  );
}
