import type { Answer } from "@liuke/kit/call.ts";
import { Dated } from "@liuke/kit/figures.tsx";
import { day } from "@liuke/kit/formats.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { Ring } from "../../draw/Ring.tsx";
import { useEither } from "../../parts/saying.ts";
import { homeWords } from "./home.words.ts";

export type Place = Answer<"GET /v1/m/tiers">[number];

/** Return how far a member is to the next level or to keeping this one; null where nothing counts. */
export function shareOf(place: Place): number | null {
  const goal = place.next ?? place.keep;
  if (!goal || goal.missing <= 0) return null;
  const whole = place.progress + goal.missing;
  return whole > 0 ? place.progress / whole : null;
}

/** Where a member stands in one set, and what is missing, as a ring and a sentence. */
export function Standing({ place }: { place: Place }) {
  const say = useWords(homeWords);
  const either = useEither();
  const language = useLanguage();
  const set = either(place.name, place.name_zh);
  const level = either(place.level_name, place.level_name_zh) || say.noLevel;
  const share = shareOf(place);
  const goals = [place.next, place.keep].filter((goal) => goal !== null);
  return (
    <Link to={`/tiers/${place.set_code}`} className="m-line standing">
      <span className="standing-words">
        <b>{say.level(set, level)}</b>
        {goals.map((goal) => (
          <span key={goal.text} className="lk-2">
            <Dated text={either(goal.text, goal.text_zh)} />
          </span>
        ))}
        {goals.length === 0 && <span className="lk-2">{say.top}</span>}
        {place.grace_until_on && <span className="lk-2">{say.grace(day(place.grace_until_on, language))}</span>}
      </span>
      {share !== null && <Ring share={share} name={`${say.tier(set)} ${say.done(Math.floor(share * 100))}`} />}
    </Link>
  );
}
