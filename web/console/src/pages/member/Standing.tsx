import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { day, measured } from "@liuke/kit/formats.ts";
import { Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { standingWords } from "./standing.words.ts";
import { Why } from "./Why.tsx";

type Place = Answer<"GET /v1/members/{member_id}/tiers">[number];

/** Where a member stands in every set, what is missing, and why. */
export function Standing({ id }: { id: string }) {
  const say = useWords(standingWords);
  const asked = useAsk("GET /v1/members/{member_id}/tiers", { path: { member_id: id } });
  return (
    <section className="card member-block" aria-label={say.title}>
      <h2>{say.title}</h2>
      <Region asked={asked}>
        {(places) => (
          <>
            {places.length === 0 && <p className="lk-2">{say.noSets}</p>}
            {places.map((place) => <Set key={place.set_code} id={id} place={place} />)}
          </>
        )}
      </Region>
    </section>
  );
}

/** Return how far the next level is, floored: full only when it is reached. */
function shareOf(place: Place): number | null {
  if (place.next === null || place.next.missing <= 0) return null;
  return Math.floor((place.progress / (place.progress + place.next.missing)) * 100);
}

function Set({ id, place }: { id: string; place: Place }) {
  const say = useWords(standingWords);
  const language = useLanguage();
  const { currency } = usePlace();
  const { get, set } = useAddress();
  const name = language === "en" ? place.name : place.name_zh;
  const level = (language === "en" ? place.level_name : place.level_name_zh) || say.noLevel;
  const open = get("why") === place.set_code;
  const share = shareOf(place);
  const tell = (goal: { text: string; text_zh: string }) => (language === "en" ? goal.text : goal.text_zh);
  return (
    <div className="member-set">
      <div className="member-set-head">
        <h3>{say.at(name, level)}</h3>
        <span className="lk-2">
          {place.since_on && say.since(day(place.since_on, language))} {place.paused && say.paused}
        </span>
        <button
          type="button"
          className="lk-link"
          aria-expanded={open}
          aria-label={say.whyTitle(name)}
          onClick={() => set({ why: open ? null : place.set_code })}
        >
          {say.why}
        </button>
      </div>
      {share !== null && (
        <div className="member-bar">
          <progress value={share} max={100} aria-label={name} />
          <span className="lk-num">{measured(place.progress, place.unit, currency, language)} · {share}%</span>
        </div>
      )}
      {place.next ? <p>{tell(place.next)}</p> : place.level && <p>{say.top}</p>}
      {place.keep && <p>{tell(place.keep)}</p>}
      {place.period_end_on && <p className="lk-2">{say.until(day(place.period_end_on, language))}</p>}
      {place.grace_until_on && <p className="member-warn">{say.grace(day(place.grace_until_on, language))}</p>}
      {place.benefits.length > 0 && (
        <p className="lk-2">
          {say.rights(place.benefits.map((one) => (language === "en" ? one.name : one.name_zh || one.name)).join(" · "))}
        </p>
      )}
      {open && <Why id={id} set={place.set_code} />}
    </div>
  );
}
