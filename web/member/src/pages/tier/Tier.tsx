import { useAsk } from "@liuke/kit/ask.ts";
import { Dated, Day } from "@liuke/kit/figures.tsx";
import { day } from "@liuke/kit/formats.ts";
import { Empty, ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Link, useParams } from "react-router";
import { Ring } from "../../draw/Ring.tsx";
import { Page } from "../../parts/Page.tsx";
import { useEither } from "../../parts/saying.ts";
import { homeWords } from "../home/home.words.ts";
import { shareOf, type Place } from "../home/Standing.tsx";
import { Movements } from "./Movements.tsx";
import { Stairs } from "./Stairs.tsx";
import { tierWords } from "./tier.words.ts";
import { useAmount } from "../../parts/useAmount.ts";
import "./tier.css";

/** Where a member stands in a set, what is missing, what each level gives, and why. */
export default function Tier() {
  const { set = "" } = useParams();
  const say = useWords(tierWords);
  const either = useEither();
  const told = useAsk("GET /v1/m/tiers/{set_code}/explanation", { path: { set_code: set } });
  const place = told.data?.place;
  if (told.error?.status === 404) {
    return (
      <Page title={say.levels}>
        <Empty title={say.unknown} />
      </Page>
    );
  }
  return (
    <Page title={place ? either(place.name, place.name_zh) : say.levels}>
      {told.error && <ProblemNote of={told.error} onRetry={() => void told.refetch()} />}
      {told.isPending && <Waiting rows={4} height={88} />}
      {place && told.data && (
        <>
          <Now place={place} />
          <Stairs place={place} />
          <Why place={place} counted={told.data.counted} before={told.data.counted_before} />
          <Movements set={set} />
        </>
      )}
    </Page>
  );
}

function Now({ place }: { place: Place }) {
  const say = useWords(tierWords);
  const home = useWords(homeWords);
  const either = useEither();
  const language = useLanguage();
  const write = useAmount(place);
  const share = shareOf(place);
  const goals = [place.next, place.keep].filter((goal) => goal !== null);
  return (
    <div className="m-card tier-now">
      <div>
        <b className="tier-level">{either(place.level_name, place.level_name_zh) || home.noLevel}</b>
        {place.since_on && <p className="lk-2">{say.since(day(place.since_on, language))}</p>}
        <p className="lk-2">{say.counted(write(place.progress))}</p>
        {place.period_start_on && place.period_end_on && (
          <p className="lk-2">{say.period(day(place.period_start_on, language), day(place.period_end_on, language))}</p>
        )}
      </div>
      {share !== null && (
        <Ring share={share} name={home.done(Math.floor(share * 100))} />
      )}
      <div className="tier-goals">
        {place.paused && <p className="m-note m-warn">{say.paused}</p>}
        {goals.map((goal) => (
          <p key={goal.text}><Dated text={either(goal.text, goal.text_zh)} /></p>
        ))}
        {goals.length === 0 && place.rank >= 0 && <p>{home.top}</p>}
        {place.grace_until_on && <p>{home.grace(day(place.grace_until_on, language))}</p>}
      </div>
    </div>
  );
}

interface Counted {
  cause: string;
  on: string;
  amount: number;
}

function Why(props: { place: Place; counted: Counted[]; before: number }) {
  const { place, counted, before } = props;
  const say = useWords(tierWords);
  const write = useAmount(place);
  const rows = counted.filter((one) => one.amount !== 0);
  return (
    <section className="m-section">
      <h2>{say.why}</h2>
      {rows.length === 0 && before === 0 && <p className="lk-2">{say.whyNone}</p>}
      {rows.length > 0 && (
        <ul className="m-list">
          {rows.toReversed().map((one) => (
            <li key={one.cause}>
              <Cause cause={one.cause} on={one.on} amount={write(one.amount)} />
            </li>
          ))}
        </ul>
      )}
      {before !== 0 && <p className="lk-2">{say.earlier(write(before))}</p>}
    </section>
  );
}

function Cause({ cause, on, amount }: { cause: string; on: string; amount: string }) {
  const say = useWords(tierWords);
  const [kind, id = ""] = cause.split(":");
  const word = kind === "order" ? say.order : kind === "card" ? say.cardCause : say.otherCause;
  const content = (
    <>
      <span>
        {word} <Day on={on} />
      </span>
      <span className="lk-num">{amount}</span>
    </>
  );
  return kind === "order" && /^[0-9a-f]{32}$/.test(id) ? (
    <Link className="m-line" to={`/orders/ord_${id}`}>
      {content}
    </Link>
  ) : (
    <div className="m-line">{content}</div>
  );
}
