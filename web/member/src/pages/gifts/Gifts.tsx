import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { day, dayOf } from "@liuke/kit/formats.ts";
import { Empty, ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useState } from "react";
import { Link } from "react-router";
import type { Shown } from "../../parts/CouponLine.tsx";
import { Page } from "../../parts/Page.tsx";
import { useEither } from "../../parts/saying.ts";
import { useHome } from "../../shell/home.tsx";
import { CouponCard } from "../coupons/CouponCard.tsx";
import { giftWords } from "./gifts.words.ts";
import { Offers } from "./Offers.tsx";
import { TakeButton } from "./TakeButton.tsx";
import { Rungs } from "./Rungs.tsx";
import "./gifts.css";

/** Everything that can be taken: gifts that wait, offers, and the rungs of a ladder. */
export default function Gifts() {
  const say = useWords(giftWords);
  const { gifts } = useHome();
  const offers = useAsk("GET /v1/m/offers", {});
  const rungs = useAsk("GET /v1/m/rungs", {});
  const nothing = gifts.length === 0 && offers.data?.length === 0 && rungs.data?.length === 0;
  return (
    <Page title={say.title}>
      <Waits gifts={gifts} />
      {(offers.isPending || rungs.isPending) && <Waiting rows={3} height={72} />}
      {offers.error && <ProblemNote of={offers.error} onRetry={() => void offers.refetch()} />}
      {rungs.error && <ProblemNote of={rungs.error} onRetry={() => void rungs.refetch()} />}
      <Offers offers={offers.data ?? []} />
      <Rungs rungs={rungs.data ?? []} />
      {nothing && <Empty title={say.nothing}>{say.nothingWhy}</Empty>}
      <Link to="/coupons" className="m-button m-plain">
        {say.see}
      </Link>
    </Page>
  );
}

function Waits({ gifts }: { gifts: readonly Shown[] }) {
  const say = useWords(giftWords);
  const [got, setGot] = useState("");
  return (
    <>
      <output className={got ? "m-note m-good" : ""}>{got && say.taken(got)}</output>
      {gifts.length > 0 && (
        <section className="m-section">
          <h2>{say.waiting}</h2>
          <ul className="m-list">
            {gifts.map((one) => (
              <li key={one.coupon.id}>
                <Gift shown={one} onGot={setGot} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Gift({ shown, onGot }: { shown: Shown; onGot: (name: string) => void }) {
  const say = useWords(giftWords);
  const either = useEither();
  const language = useLanguage();
  const { timeZone } = usePlace();
  const take = useAct("POST /v1/m/coupons/{coupon_id}/acceptance", {
    refresh: ["GET /v1/m/home", "GET /v1/m/coupons"],
    onDone: () => onGot(either(shown.name, shown.name_zh)),
  });
  const { claim_until: until } = shown.coupon;
  return (
    <CouponCard shown={shown}>
      {until && <p className="lk-2">{say.until(day(dayOf(new Date(Date.parse(until) - 1), timeZone), language))}</p>}
      {take.error && <ProblemNote of={take.error} />}
      <TakeButton
        busy={take.isPending} name={either(shown.name, shown.name_zh)}
        onTake={() => take.mutate({ path: { coupon_id: shown.coupon.id } })}
      />
    </CouponCard>
  );
}
