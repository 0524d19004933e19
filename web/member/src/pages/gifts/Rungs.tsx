import { useAct } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { day } from "@liuke/kit/formats.ts";
import { Dated } from "@liuke/kit/figures.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Ring } from "../../draw/Ring.tsx";
import { useEither } from "../../parts/saying.ts";
import { useToday } from "@liuke/kit/today.ts";
import { useHome } from "../../shell/home.tsx";
import { useAmount } from "../../parts/useAmount.ts";
import { TakeButton } from "./TakeButton.tsx";
import { giftWords } from "./gifts.words.ts";

type Rung = Answer<"GET /v1/m/rungs">[number];

/** The rungs of the member's ladders: how far, when they may be taken, and what was taken. */
export function Rungs({ rungs }: { rungs: readonly Rung[] }) {
  const say = useWords(giftWords);
  if (rungs.length === 0) return null;
  return (
    <section className="m-section">
      <h2>{say.rungs}</h2>
      <ul className="m-list">
        {rungs.map((rung) => (
          <li key={`${rung.set_code}/${rung.rung}/${rung.period_on}`}>
            <One rung={rung} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ rung }: { rung: Rung }) {
  const say = useWords(giftWords);
  const either = useEither();
  const language = useLanguage();
  const take = useAct("POST /v1/m/rungs/claims", {
    refresh: ["GET /v1/m/rungs", "GET /v1/m/home", "GET /v1/m/coupons", "GET /v1/m/points"],
  });
  const name = either(rung.name, rung.name_zh);
  const today = useToday();
  const write = useAmount(useHome().tiers.find((one) => one.set_code === rung.set_code));
  const open = rung.claim_from_on <= today && today <= rung.claim_until_on;
  const when = say.claimFrom(day(rung.claim_from_on, language), day(rung.claim_until_on, language));
  const { set_code, rung: code, period_on } = rung;
  return (
    <div className="gift">
      <Ring share={rung.threshold > 0 ? rung.progress / rung.threshold : 1} name={name} />
      <div>
        <b>{name}</b>
        <p className="lk-2 lk-num">{say.progress(write(rung.progress), write(rung.threshold))}</p>
        <p className="lk-2">{rung.claimed ? say.done : today > rung.claim_until_on ? say.closed : <Dated text={when} />}</p>
        {take.error && <ProblemNote of={take.error} />}
      </div>
      {open && !rung.claimed && rung.missing === 0 && (
        <TakeButton busy={take.isPending} name={name} onTake={() => take.mutate({ body: { set_code, rung: code, period_on } })} />
      )}
    </div>
  );
}
