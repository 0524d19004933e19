import { useWords } from "@liuke/kit/scheme.tsx";
import { inkOn } from "@liuke/kit/tokens.ts";
import { Link } from "react-router";
import { Qr } from "@liuke/kit/draw/Codes.tsx";
import { useEither } from "../../parts/saying.ts";
import { useCardCode } from "../../parts/useCardCode.ts";
import { useHome } from "../../shell/home.tsx";
import { homeWords } from "./home.words.ts";

const PLAIN = "#0B6B5F";

/** Write a card's number in groups of four: `9370 2300 9936 8017`. */
export function grouped(number: string): string {
  return number.replace(/(.{4})(?=.)/g, "$1 ");
}

/** The card as it is shown at a till: tier, code and number; a tap makes it large. */
export function MemberCard() {
  const home = useHome();
  const say = useWords(homeWords);
  const either = useEither();
  const { code, left, error } = useCardCode();
  const place = home.tiers.find((one) => one.rank >= 0);
  const colour = place && /^#[0-9a-f]{6}$/i.test(place.colour) ? place.colour : PLAIN;
  return (
    <Link to="/card" className="card-face" style={{ background: colour, color: inkOn(colour) }}>
      <span className="card-words">
        <b>{place ? either(place.level_name, place.level_name_zh) : say.member}</b>
        {home.me.name && <span>{home.me.name}</span>}
        <span className="lk-num card-number">
          {home.card?.number ? grouped(home.card.number) : say.noCard}
        </span>
      </span>
      <span className="card-code">
        <span className="card-plate">{code && <Qr text={code} name={say.qr} />}</span>
        <small className="lk-num">{code ? say.renews(left) : error ? say.stale : " "}</small>
      </span>
      <span className="lk-hidden">{say.enlarge}</span>
    </Link>
  );
}
