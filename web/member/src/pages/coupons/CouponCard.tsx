import { day, dayOf, money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { ReactNode } from "react";
import { Bars } from "@liuke/kit/draw/Codes.tsx";
import { useValidity, type Shown } from "../../parts/CouponLine.tsx";
import { useEither } from "../../parts/saying.ts";
import "./coupons.css";
import { couponWords } from "./coupons.words.ts";

/** A coupon: what it is worth, until when, its terms, and its code for the till. */
export function CouponCard({ shown, children }: { shown: Shown; children?: ReactNode }) {
  const { coupon, terms } = shown;
  const say = useWords(couponWords);
  const either = useEither();
  const language = useLanguage();
  const valid = useValidity();
  const { timeZone } = usePlace();
  const later = coupon.state === "open" && !shown.usable && !shown.waits;
  return (
    <article className="coupon" data-usable={shown.usable || shown.waits}>
      <p className="m-split">
        <b>{either(shown.name, shown.name_zh)}</b>
        {terms && <b className="coupon-worth">{either(terms.worth, terms.worth_zh)}</b>}
      </p>
      <p className="lk-2">
        {later ? say.from(day(dayOf(new Date(coupon.valid_from), timeZone), language)) : valid(coupon.valid_until)}
      </p>
      <Terms shown={shown} />
      {shown.usable && (
        <details>
          <summary>{say.show}</summary>
          <div className="coupon-code">
            <Bars text={coupon.code} name={say.bars(coupon.code)} />
            <p className="lk-code">{coupon.code}</p>
          </div>
        </details>
      )}
      {children}
    </article>
  );
}

function Terms({ shown }: { shown: Shown }) {
  const { coupon, terms } = shown;
  const say = useWords(couponWords);
  const language = useLanguage();
  const { currency } = usePlace();
  const conditions = (language === "en" ? terms?.conditions : terms?.conditions_zh) ?? [];
  const open = coupon.state === "open";
  return (
    <>
      {conditions.length > 0 && <p className="lk-2">{conditions.join(language === "en" ? " · " : "；")}</p>}
      {!terms && open && <p className="lk-2">{say.noTerms}</p>}
      {coupon.uses > 1 && open && <p className="lk-2">{say.uses(coupon.uses_left)}</p>}
      {coupon.saved_minor > 0 && <p className="lk-2">{say.saved(money(coupon.saved_minor, currency))}</p>}
    </>
  );
}
