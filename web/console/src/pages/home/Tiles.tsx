import { count, day, large, largeMoney, laterBy, money, share } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { listPath } from "../members/facts.ts";
import { buyersPath } from "./buyers.ts";
import { useNames } from "../members/names.ts";
import { useUnits } from "../members/units.ts";
import { movedBy, movedPoints } from "./change.ts";
import { homeWords } from "./home.words.ts";
import { Tile } from "./Tile.tsx";
import type { HomeAnswer } from "./Home.tsx";

function ratio(bp: number | null): string {
  return share(bp === null ? null : bp / 10_000);
}

/** The figures of a period; each opens the rows it counts. */
export function Tiles({ home, store, storeId }: { home: HomeAnswer; store: string; storeId: string }) {
  const say = useWords(homeWords);
  const { currency } = usePlace();
  const language = useLanguage();
  const { now, before, now_span: span, days } = home;
  const at = store ? `&store=${encodeURIComponent(store)}` : "";
  const orders = `/orders?since=${span.since_on}&until=${span.until_on}&state=sold${at}`;
  const bought = buyersPath(span.since_on, span.until_on, { store });
  const ofStore = storeId ? `&store_id=${storeId}` : "";
  const joined = listPath({ name: "joined.on", args: [], op: "between", value: [span.since_on, span.until_on] }) + ofStore;
  return (
    <div className="home-tiles">
      <Tile
        title={say.sales}
        figure={largeMoney(now.sales_minor, currency, language)}
        exact={money(now.sales_minor, currency)}
        moved={movedBy(now.sales_minor, before.sales_minor)}
        note={`${say.orders(count(now.orders))} · ${say.refunds(money(now.refund_minor, currency))}`}
        to={orders}
        trend={days.map((one) => one.sales_minor)}
      />
      <Tile
        title={say.memberShare}
        figure={ratio(now.member_share_bp)}
        moved={movedPoints(now.member_share_bp, before.member_share_bp)}
        unit="pp"
        note={say.memberSales(money(now.member_minor, currency))}
        to={bought}
        trend={days.map((one) => one.member_minor)}
      />
      <Tile
        title={say.newMembers}
        figure={say.people(large(now.new_members, language))}
        exact={count(now.new_members)}
        moved={movedBy(now.new_members, before.new_members)}
        note={say.between(day(span.since_on, language), day(span.until_on, language))}
        to={joined}
        trend={days.map((one) => one.new_members)}
      />
      {now.active_members !== null && (
        <Tile
          title={say.active}
          figure={say.people(large(now.active_members, language))}
          exact={count(now.active_members)}
          moved={movedBy(now.active_members, before.active_members)}
          note={say.activeHint}
          to={bought}
        />
      )}
      {now.buyers_90 !== null && (
        <Tile
          title={say.repurchase}
          figure={ratio(now.repurchase_bp)}
          moved={movedPoints(now.repurchase_bp, before.repurchase_bp)}
          unit="pp"
          note={say.repeat(count(now.repeat_90 ?? 0), count(now.buyers_90))}
          to={buyersPath(laterBy(span.until_on, -89), span.until_on, { days: 2 })}
        />
      )}
      {home.outstanding && <Owed of={home.outstanding} />}
    </div>
  );
}

function Owed({ of }: { of: NonNullable<HomeAnswer["outstanding"]> }) {
  const say = useWords(homeWords);
  const { currency } = usePlace();
  const language = useLanguage();
  const names = useNames();
  const unit = useUnits();
  const worth = of.reduce((sum, one) => sum + one.worth_minor, 0);
  const first = of.reduce((most, one) => (one.points > (most?.points ?? -1) ? one : most), of[0]);
  return (
    <Tile
      title={say.liability}
      figure={largeMoney(worth, currency, language)}
      exact={money(worth, currency)}
      note={of.map((one) => say.outstanding(large(Math.trunc(one.points / 10 ** unit(one.book).decimals), language), names.book(one.book))).join(" · ")}
      to={listPath({ name: "points.balance", args: [first?.book ?? ""], op: ">", value: 0 })}
    />
  );
}
