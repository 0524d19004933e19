import { useAsk } from "@liuke/kit/ask.ts";
import { Money, When } from "@liuke/kit/figures.tsx";
import { count, money } from "@liuke/kit/formats.ts";
import { Empty, ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useParams } from "react-router";
import { Page } from "../../parts/Page.tsx";
import { useGoods, type Bought } from "./Orders.tsx";
import { orderWords, stateWords, tenderWords } from "./orders.words.ts";
import { Price } from "./Price.tsx";
import { Returns } from "./Returns.tsx";
import "./orders.css";

/** One order: what was bought, how the price came about, how it was paid, what it gave. */
export default function Order() {
  const { order = "" } = useParams();
  const say = useWords(orderWords);
  const asked = useAsk("GET /v1/m/orders/{order_id}", { path: { order_id: order } });
  const unknown = asked.error && (asked.error.status === 404 || asked.error.status === 422);
  return (
    <Page title={say.one} back="/orders">
      {asked.isPending && <Waiting rows={4} height={72} />}
      {unknown && <Empty title={say.missing}>{say.missingWhy}</Empty>}
      {asked.error && !unknown && <ProblemNote of={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && !asked.error && <Receipt bought={asked.data} />}
    </Page>
  );
}

function Receipt({ bought }: { bought: Bought }) {
  const say = useWords(orderWords);
  const states = useWords(stateWords);
  const { order } = bought.page;
  return (
    <>
      <div className="m-card">
        <p className="m-split">
          <b>{bought.store || states[order.state]}</b>
          <When at={order.placed_at} exact />
        </p>
        <p className="m-split">
          <b className="m-big"><Money minor={order.payable_minor} /></b>
          <span className="lk-2">{states[order.state]}</span>
        </p>
        <p className="lk-2">
          {say.number} <span className="lk-code">{order.external_id || order.id}</span>
        </p>
      </div>
      <Lines bought={bought} />
      <Price bought={bought} />
      <Payments bought={bought} />
      <Returns bought={bought} />
      <button type="button" className="m-button m-plain no-print" onClick={() => print()}>
        {say.print}
      </button>
    </>
  );
}

function Lines({ bought }: { bought: Bought }) {
  const say = useWords(orderWords);
  const named = useGoods(bought);
  const { currency } = usePlace();
  return (
    <section className="m-section">
      <h2>{say.lines}</h2>
      <ul className="m-list">
        {bought.page.lines.map((line) => {
          const saved = line.gross_minor - line.due_minor;
          return (
            <li key={line.line}>
              <p className="m-split">
                <span>{named(line.sku)}</span>
                <Money minor={line.due_minor} />
              </p>
              <p className="lk-2">
                {line.grams > 0 ? say.weight(count(line.grams)) : say.units(line.units)}
                {saved > 0 && ` · ${say.saved(money(saved, currency))}`}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Payments({ bought }: { bought: Bought }) {
  const say = useWords(orderWords);
  const tenders: Record<string, string> = useWords(tenderWords);
  if (bought.page.payments.length === 0) return null;
  return (
    <section className="m-section">
      <h2>{say.paid}</h2>
      <div className="m-card">
        {bought.page.payments.map((payment) => (
          <p key={payment.place} className="m-split">
            <span>{tenders[payment.kind] ?? tenders["other"]}</span>
            <Money minor={payment.amount_minor} />
          </p>
        ))}
      </div>
    </section>
  );
}
