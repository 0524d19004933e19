import type { Answer } from "@liuke/kit/call.ts";
import { day, dayOf } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { partWords } from "./parts.words.ts";
import { useEither } from "./saying.ts";

export type Shown = Answer<"GET /v1/m/coupons">["items"][number];

/** Say until when a coupon can be used: its last whole day in the shop's zone. */
export function useValidity(): (until: string | null) => string {
  const { timeZone } = usePlace();
  const language = useLanguage();
  const say = useWords(partWords);
  // An end at midnight belongs to the day before.
  const last = (until: string) => day(dayOf(new Date(Date.parse(until) - 1), timeZone), language);
  return (until) => (until ? say.validTo(last(until)) : say.noEnd);
}

/** A coupon in a list: its name, until when, and what it is worth. */
export function CouponLine({ shown, to }: { shown: Shown; to: string }) {
  const either = useEither();
  const valid = useValidity();
  return (
    <Link to={to} className="m-line">
      <span>
        {either(shown.name, shown.name_zh)}
        <br />
        <span className="lk-2">{valid(shown.coupon.valid_until)}</span>
      </span>
    </Link>
  );
}
