import { useAct } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { count, day } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useEither } from "../../parts/saying.ts";
import { TakeButton } from "./TakeButton.tsx";
import { giftWords, refusedWords } from "./gifts.words.ts";

type Offer = Answer<"GET /v1/m/offers">[number];

/** The claim centre: what may be taken, and why something may not. */
export function Offers({ offers }: { offers: readonly Offer[] }) {
  const say = useWords(giftWords);
  if (offers.length === 0) return null;
  return (
    <section className="m-section">
      <h2>{say.offers}</h2>
      <ul className="m-list">
        {offers.map((offer) => (
          <li key={offer.template}>
            <One offer={offer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ offer }: { offer: Offer }) {
  const say = useWords(giftWords);
  const refusals: Record<string, string> = useWords(refusedWords);
  const either = useEither();
  const language = useLanguage();
  const take = useAct("POST /v1/m/offers/claims", {
    refresh: ["GET /v1/m/offers", "GET /v1/m/home", "GET /v1/m/coupons"],
  });
  const name = either(offer.name, offer.name_zh);
  const refused = offer.refused ?? take.data?.refused;
  return (
    <div className="gift">
      <div>
        <b>{name}</b>
        {offer.closes_on && <p className="lk-2">{say.until(day(offer.closes_on, language))}</p>}
        {offer.left !== null && <p className="lk-2">{say.left(count(offer.left))}</p>}
        {take.data?.coupon_id && <output>{say.taken(name)}</output>}
        {refused && <p className="lk-2">{refusals[refused] ?? refusals["other"]}</p>}
        {take.error && <ProblemNote of={take.error} />}
      </div>
      {!refused && (
        <TakeButton busy={take.isPending} name={name} onTake={() => take.mutate({ body: { template: offer.template } })} />
      )}
    </div>
  );
}
