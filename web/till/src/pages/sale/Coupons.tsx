import { day, dayOf, faceInWords, money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Checkbox } from "antd";
import { useState } from "react";
import type { Basket } from "../../basket/basket.ts";
import type { Quoted } from "../../basket/useQuote.ts";
import { saleWords } from "./sale.words.ts";
import { Sheet } from "./Sheet.tsx";
import { useReason } from "./useHint.ts";

interface Given {
  basket: Basket;
  quoted: Quoted;
  onPick: (picked: string[] | null) => void;
  onClose: () => void;
}

/** Choose coupons by hand, or go back to the best combination. */
export function Coupons({ basket, quoted, onPick, onClose }: Given) {
  const say = useWords(saleWords);
  const language = useLanguage();
  const tellWhy = useReason();
  const { currency, timeZone } = usePlace();
  const used = quoted.decision.coupons ?? [];
  const [picked, setPicked] = useState<string[]>(basket.picked ?? used.map((one) => one.coupon));
  const held = basket.member?.coupons ?? [];
  const choose = (list: string[] | null) => {
    onPick(list);
    onClose();
  };
  return (
    <Sheet title={say.couponTitle} onClose={onClose}>
      <ul className="till-pick">
        {held.map((coupon, at) => {
          const taken = used.find((one) => one.coupon === coupon.id);
          const missed = quoted.decision.missed?.find((one) => one.coupon === coupon.id);
          return (
            <li key={coupon.id}>
              <Checkbox
                autoFocus={at === 0}
                checked={picked.includes(coupon.id)}
                onChange={(event) =>
                  setPicked(event.target.checked ? [...picked, coupon.id] : picked.filter((id) => id !== coupon.id))
                }
              >
                {(language === "en" ? coupon.name : coupon.name_zh || coupon.name) || coupon.code}
              </Checkbox>
              <small className="lk-2">
                {(coupon.threshold_minor ?? 0) > 0 && say.from(faceInWords(coupon.threshold_minor ?? 0, currency, language))}{" "}
                {coupon.valid_until && say.until(day(dayOf(new Date(Date.parse(coupon.valid_until) - 1), timeZone), language))}
              </small>
              {taken && <span className="lk-num">−{money(taken.off_minor, currency)}</span>}
              {missed && <small className="till-warn">{tellWhy(missed)}</small>}
            </li>
          );
        })}
      </ul>
      <div className="till-acts">
        <Button onClick={() => choose(null)}>{say.bestAgain}</Button>
        <Button type="primary" onClick={() => choose(picked)}>
          {picked.length === 0 ? say.pickNone : say.pickThese(picked.length)}
        </Button>
      </div>
    </Sheet>
  );
}
