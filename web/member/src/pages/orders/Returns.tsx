import { When } from "@liuke/kit/figures.tsx";
import { money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEither } from "../../parts/saying.ts";
import { useGoods, type Bought } from "./Orders.tsx";
import { orderWords } from "./orders.words.ts";

/** What was brought back, what came back for it, and what it undid, in words. */
export function Returns({ bought }: { bought: Bought }) {
  const say = useWords(orderWords);
  const either = useEither();
  const named = useGoods(bought);
  const { currency } = usePlace();
  const { returns, lines } = bought.page;
  if (returns.length === 0) return null;
  const goods = (line: number) => named(lines.find((one) => one.line === line)?.sku ?? "");
  return (
    <section className="m-section">
      <h2>{say.returns}</h2>
      <ul className="m-list">
        {returns.map((past) => (
          <li key={past.id}>
            <p className="m-split">
              <b>{say.refund(money(past.refund_minor, currency))}</b>
              <When at={past.returned_at} exact />
            </p>
            {past.units.map((unit) => (
              <p key={`${unit.line ?? 0}/${unit.start ?? 0}`}>{say.units2(goods(unit.line ?? 0), unit.count ?? 1)}</p>
            ))}
            {past.outcome.undone.map((one) => (
              <p key={`${one.what}/${one.subject}/${one.text}`} className="lk-2">
                {either(one.text, one.text_zh)}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
