import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { count, dayOf, figure, money, NONE } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useState } from "react";
import { Link } from "react-router";
import { listPath } from "../members/facts.ts";
import { useNames } from "../members/names.ts";
import { useUnits } from "../members/units.ts";
import { homeWords } from "./home.words.ts";
import type { HomeAnswer } from "./Home.tsx";

/** Points by book: given, used and gone in the period, and what is still owed, also where nothing moved. */
export function PointsMoved({ home }: { home: HomeAnswer }) {
  const say = useWords(homeWords);
  const names = useNames();
  const unit = useUnits();
  const { currency } = usePlace();
  if (!home.points) return null;
  const still = (home.outstanding ?? []).filter(({ book, points }) => points > 0 && !home.points?.some((row) => row.book === book));
  const books = [...home.points, ...still.map(({ book }) => ({ book, issued: 0, used: 0, expired: 0 }))];
  if (books.length === 0) {
    return (
      <section className="card home-block">
        <h2>{say.points}</h2>
        <p className="lk-2">{say.noPoints}</p>
      </section>
    );
  }
  return (
    <section className="card home-block">
      <h2>{say.points}</h2>
      <PlainTable
        label={say.points}
        head={[say.book, say.issued, say.used, say.expired, say.owed, say.worth]}
        right={[1, 2, 3, 4, 5]}
        rows={books.map((one) => {
          const places = unit(one.book).decimals;
          const owed = home.outstanding?.find((row) => row.book === one.book);
          const holders = listPath({ name: "points.balance", args: [one.book], op: ">", value: 0 });
          return {
            key: one.book,
            cells: [
              <Link key="b" to={holders}>{names.book(one.book)}</Link>,
              figure(one.issued, places),
              figure(one.used, places),
              figure(one.expired, places),
              owed ? figure(owed.points, places) : NONE,
              money(owed?.worth_minor, currency),
            ],
          };
        })}
      />
    </section>
  );
}

/** Coupons given, used and gone in the period, and those that soon end. */
export function CouponsMoved({ of }: { of: NonNullable<HomeAnswer["coupons"]> }) {
  const say = useWords(homeWords);
  const { timeZone } = usePlace();
  const [nextWeek] = useState(() => dayOf(new Date(Date.now() + 7 * 86_400_000), timeZone));
  return (
    <section className="card home-block">
      <h2>{say.coupons}</h2>
      <dl className="home-facts">
        <dt>{say.issued}</dt>
        <dd><Link to="/coupons" className="lk-num">{say.sheets(count(of.issued))}</Link></dd>
        <dt>{say.used}</dt>
        <dd><Link to="/coupons" className="lk-num">{say.sheets(count(of.used))}</Link></dd>
        <dt>{say.expired}</dt>
        <dd><Link to="/coupons" className="lk-num">{say.sheets(count(of.expired))}</Link></dd>
        <dt>{say.ending}</dt>
        <dd><Link to={listPath({ name: "coupons.next_end", args: [], op: "<=", value: nextWeek })} className="lk-num">{say.sheets(count(of.ending))}</Link></dd>
      </dl>
    </section>
  );
}
