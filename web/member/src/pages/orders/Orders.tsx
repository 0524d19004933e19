import { usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { Money, When } from "@liuke/kit/figures.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { Listed } from "../../parts/Listed.tsx";
import { Page } from "../../parts/Page.tsx";
import { useEither } from "../../parts/saying.ts";
import { orderWords, stateWords } from "./orders.words.ts";

export type Bought = Answer<"GET /v1/m/orders/{order_id}">;

/** Every order of the member, newest first. */
export default function Orders() {
  const say = useWords(orderWords);
  const asked = usePages("GET /v1/m/orders", { query: { limit: 20 } });
  return (
    <Page title={say.title} back="/me">
      <Link to="/receipt" className="m-button m-plain">
        {say.claim}
      </Link>
      <Listed asked={asked} rows={asked.rows} empty={<Empty title={say.none}>{say.noneWhy}</Empty>} height={96}>
        {(bought) => (
          <li key={bought.page.order.id}>
            <Row bought={bought} />
          </li>
        )}
      </Listed>
    </Page>
  );
}

/** Return what a line's goods are called; goods the shop forgot keep their code. */
export function useGoods(bought: Bought): (sku: string) => string {
  const either = useEither();
  return (sku) => {
    const found = bought.goods.find((one) => one.code === sku);
    return found ? either(found.name, found.name_zh) : sku;
  };
}

function Row({ bought }: { bought: Bought }) {
  const say = useWords(orderWords);
  const states = useWords(stateWords);
  const named = useGoods(bought);
  const { order, lines, returns } = bought.page;
  const first = lines[0];
  return (
    <Link to={`/orders/${order.id}`} className="m-line">
      <span>
        <b>{first ? say.goods(named(first.sku), lines.length) : states[order.state]}</b>
        <br />
        <span className="lk-2">
          <When at={order.placed_at} exact />
          {bought.store && ` · ${bought.store}`}
        </span>
        {(order.state !== "paid" || returns.length > 0) && (
          <>
            <br />
            <span className="lk-2">{returns.length > 0 ? say.returned : states[order.state]}</span>
          </>
        )}
      </span>
      <Money minor={order.payable_minor} />
    </Link>
  );
}
