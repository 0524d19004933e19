import { money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Checkbox, InputNumber } from "antd";
import type { Basket } from "../../basket/basket.ts";
import type { Quoted } from "../../basket/useQuote.ts";
import { useCell } from "../../desk/cell.ts";
import { useNames, usePoints } from "../../desk/counter.tsx";
import { shelf, type Payable } from "../../desk/shelf.ts";
import { saleWords } from "./sale.words.ts";

export interface Offer {
  rule: Payable;
  most: number;
  worth_minor: number;
}

/** Return what a member's points could pay of a basket, by the rules this device keeps. */
export function offersOf(basket: Basket, payable: readonly Payable[]): Offer[] {
  if (!basket.member?.may_spend) return [];
  return payable.flatMap((rule) => {
    const held = basket.member?.points.find((book) => book.book === rule.book)?.spendable ?? 0;
    const step = Math.max(rule.step, 1);
    const most = Math.floor(held / step) * step;
    const worth_minor = Math.floor((most * rule.worth_minor) / Math.max(rule.points, 1));
    return most > 0 ? [{ rule, most, worth_minor }] : [];
  });
}

/** Offer points as a part of the payment; what the rules allow of it comes with the quote. */
export function PointsPay(props: {
  basket: Basket;
  quoted: Quoted;
  onSpend: (spend: Record<string, number>) => void;
}) {
  const { basket, quoted, onSpend } = props;
  const say = useWords(saleWords);
  const points = usePoints();
  const nameOf = useNames();
  const { currency } = usePlace();
  const offers = offersOf(basket, useCell(shelf).head?.payable ?? []);
  if (basket.lines.length === 0) return null;
  return offers.map(({ rule, most, worth_minor }) => {
    const one = 10 ** points.places(rule.book);
    const wish = basket.spend[rule.book] ?? 0;
    const taken = quoted.stale ? undefined : quoted.decision.spends?.find((spend) => spend.book === rule.book);
    const shown = wish > 0 && taken ? taken : { points: most, worth_minor };
    return (
      <div key={rule.book} className="till-spend">
        <Checkbox
          checked={wish > 0}
          onChange={(event) => onSpend({ ...basket.spend, [rule.book]: event.target.checked ? most : 0 })}
        >
          {say.payPoints(points.named(rule.book, shown.points), money(shown.worth_minor, currency))} <kbd>Alt P</kbd>
        </Checkbox>
        {wish > 0 && (
          <InputNumber
            aria-label={say.pointsWish(nameOf(rule.book))}
            min={1 / one}
            max={most / one}
            step={rule.step / one}
            precision={points.places(rule.book)}
            value={wish / one}
            // Emptied to be typed anew, it stays: the box beside it takes the points off the table.
            onChange={(value) => value && onSpend({ ...basket.spend, [rule.book]: Math.round(value * one) })}
          />
        )}
      </div>
    );
  });
}
