import { usePages } from "@liuke/kit/ask.ts";
import { Empty } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { Listed } from "../../parts/Listed.tsx";
import { Page } from "../../parts/Page.tsx";
import { Tabs, useTab } from "../../parts/Tabs.tsx";
import { CouponCard } from "./CouponCard.tsx";
import { couponWords } from "./coupons.words.ts";

/** Coupons by state, each with its terms. */
export default function Coupons() {
  const say = useWords(couponWords);
  const choices = [
    ["open", say.open], ["used", say.used], ["expired", say.expired],
    ["transferred", say.transferred], ["void", say.void],
  ] as const;
  const state = useTab("state", choices);
  const asked = usePages("GET /v1/m/coupons", { query: { state, limit: 50 } });
  const empty =
    state === "open" ? (
      <Empty title={say.noneOpen}>
        <p>{say.noneWhy}</p>
        <Link className="m-button m-plain" to="/gifts">
          {say.toGifts}
        </Link>
      </Empty>
    ) : (
      <Empty title={say.none} />
    );
  return (
    <Page title={say.title}>
      <Tabs of="state" name={say.states} choices={choices} />
      <Listed asked={asked} rows={asked.rows} empty={empty} height={120}>
        {(one) => (
          <li key={one.coupon.id}>
            <CouponCard shown={one} />
          </li>
        )}
      </Listed>
    </Page>
  );
}
