import { day } from "@liuke/kit/formats.ts";
import { Empty } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Link, useSearchParams } from "react-router";
import { CouponLine } from "../../parts/CouponLine.tsx";
import { LanguageSwitch } from "../../parts/Page.tsx";
import { useEither } from "../../parts/saying.ts";
import { useHome } from "../../shell/home.tsx";
import { Figures } from "./Figures.tsx";
import "./home.css";
import { homeWords } from "./home.words.ts";
import { MemberCard } from "./MemberCard.tsx";
import { Standing } from "./Standing.tsx";

/** The first page: the card, how far, what can be used today, what is to be taken. */
export default function Home() {
  const home = useHome();
  const say = useWords(homeWords);
  return (
    <section className="m-page">
      <title>{home.shop?.name ?? say.title}</title>
      <header className="m-head">
        <h1>{home.shop?.name ?? say.title}</h1>
        <LanguageSwitch />
      </header>
      <Welcome />
      {home.me.state !== "active" && home.me.state !== "new" && <p className="m-note m-warn">{say.held}</p>}
      <MemberCard />
      {home.tiers.length > 0 && (
        <ul className="m-list">
          {home.tiers.map((place) => (
            <li key={place.set_code}>
              <Standing place={place} />
            </li>
          ))}
        </ul>
      )}
      <Figures />
      <ToClaim />
      <Today />
    </section>
  );
}

function Welcome() {
  const say = useWords(homeWords);
  const [query] = useSearchParams();
  if (!query.has("joined")) return null;
  return (
    <output className="m-note m-good">
      {say.welcome} <Link to="/profile">{say.fill}</Link>
    </output>
  );
}

function ToClaim() {
  const { gifts, rungs } = useHome();
  const say = useWords(homeWords);
  const either = useEither();
  const language = useLanguage();
  if (gifts.length + rungs.length === 0) return null;
  return (
    <section className="m-section">
      <h2>{say.claim}</h2>
      <ul className="m-list">
        {gifts.map((one) => (
          <li key={one.coupon.id}>
            <CouponLine shown={one} to="/gifts" />
          </li>
        ))}
        {rungs.map((rung) => (
          <li key={rung.set_code + rung.rung}>
            <Link to="/gifts" className="m-line">
              <span>{either(rung.name, rung.name_zh)}</span>
              <span className="lk-2">{say.claimUntil(day(rung.claim_until_on, language))}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Today() {
  const { coupons } = useHome();
  const say = useWords(homeWords);
  return (
    <section className="m-section">
      <h2>{say.today}</h2>
      {coupons.first.length === 0 ? (
        <Empty title={say.nothingToday}>{say.nothingTodayWhy}</Empty>
      ) : (
        <ul className="m-list">
          {coupons.first.map((one) => (
            <li key={one.coupon.id}>
              <CouponLine shown={one} to="/coupons" />
            </li>
          ))}
          {coupons.usable > coupons.first.length && (
            <li>
              <Link to="/coupons" className="m-line">
                {say.allCoupons}
              </Link>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}
