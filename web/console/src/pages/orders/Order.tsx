import type { Answer } from "@liuke/kit/call.ts";
import { useAsk } from "@liuke/kit/ask.ts";
import { Copied } from "@liuke/kit/desk/Copied.tsx";
import { Facts } from "@liuke/kit/desk/Facts.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { Day, Money, When } from "@liuke/kit/figures.tsx";
import { count, money, shortId } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link, useParams } from "react-router";
import { OrderActs } from "./OrderActs.tsx";
import { Price } from "./Price.tsx";
import { useGoodsNames } from "./names.ts";
import { useStores } from "./Orders.tsx";
import { orderWords } from "./orders.words.ts";
import { Undone } from "./Undone.tsx";
import { OrderMark, useChannelWord, useTenderWord } from "./states.tsx";
import "./orders.css";

export type OrderPage = Answer<"GET /till/orders/{order_id}">;

/** One order: what was sold, what it cost and why, what came back. */
export default function Order() {
  const say = useWords(orderWords);
  const { id = "" } = useParams();
  const asked = useAsk("GET /till/orders/{order_id}", { path: { order_id: id } });
  return (
    <Needs right="checkout.read">
      <section className="page">
        <Link to="/orders">{`‹ ${say.back}`}</Link>
        <Region asked={asked} waiting={<Waiting rows={8} height={28} />}>
          {(page) => <Shown page={page} />}
        </Region>
      </section>
    </Needs>
  );
}

function Shown({ page }: { page: OrderPage }) {
  const say = useWords(orderWords);
  const { order } = page;
  return (
    <>
      <div className="page-head">
        <div className="order-title">
          <h1>{say.order(order.external_id)}</h1>
          <OrderMark state={order.state} />
        </div>
        <OrderActs page={page} />
      </div>
      <div className="order-cols">
        <div className="order-side">
          <Lines page={page} />
          <Returns page={page} />
        </div>
        <div className="order-side">
          <About page={page} />
          <Price page={page} />
          <Payments page={page} />
        </div>
      </div>
    </>
  );
}

function About({ page: { order } }: { page: OrderPage }) {
  const say = useWords(orderWords);
  const channel = useChannelWord();
  const stores = useStores();
  const store = stores.find((one) => one.code === order.store)?.name ?? (order.store || "—");
  return (
    <div className="card">
      <Facts
        of={[
          [say.member, order.guest ? say.guest : <Buyer key="m" id={order.member_id} />],
          [say.placed, <When key="w" at={order.placed_at} exact />],
          [say.businessDay, <Day key="d" on={order.business_on} />],
          [say.store, store],
          [say.channel, channel(order.channel)],
          [say.staff, order.staff || "—"],
          [say.source, order.source || "—"],
          [say.id, <Copied key="c" text={order.id} />],
        ]}
      />
    </div>
  );
}

/** Who bought, by name where one is known. */
function Buyer({ id }: { id: string }) {
  const may = useMay("members.read");
  const asked = useAsk("GET /v1/members/{member_id}", { path: { member_id: id } }, { enabled: may, staleTime: 60_000 });
  return <Link to={`/members/${id}`}>{asked.data?.name || shortId(id)}</Link>;
}

/** How many units of a line came back. */
export function returnedOf(page: OrderPage, line: number): number {
  const spans = page.returns.flatMap((one) => one.units).filter((one) => one.line === line);
  return spans.reduce((sum, one) => sum + (one.count ?? 1), 0);
}

function Lines({ page }: { page: OrderPage }) {
  const say = useWords(orderWords);
  const name = useGoodsNames(page.lines.map((one) => one.sku));
  return (
    <div className="card order-card">
      <h2>{say.goods}</h2>
      <PlainTable
        label={say.goods}
        head={[say.item, say.units, say.gross, say.discount, say.lineTotal]}
        right={[1, 2, 3, 4]}
        beside={4}
        rows={page.lines.map((line) => ({
          key: String(line.line),
          cells: [
            <Item key="i" line={line} name={name(line.sku)} back={returnedOf(page, line.line)} />,
            count(line.units),
            <Money key="g" minor={line.gross_minor} />,
            <Saved key="s" minor={line.cut_minor + line.discount_minor + line.points_minor} />,
            <Money key="d" minor={line.due_minor} />,
          ],
        }))}
      />
    </div>
  );
}

function Item({ line, name, back }: { line: OrderPage["lines"][number]; name: string; back: number }) {
  const say = useWords(orderWords);
  return (
    <>
      {name}
      <small>
        {line.sku}
        {line.grams > 0 && ` · ${say.grams(count(line.grams))}`}
        {back > 0 && ` · ${say.returnedUnits(count(back))}`}
      </small>
    </>
  );
}

function Saved({ minor }: { minor: number }) {
  return minor === 0 ? <>—</> : <Money minor={-minor} />;
}

function Payments({ page }: { page: OrderPage }) {
  const say = useWords(orderWords);
  const word = useTenderWord();
  const { currency } = usePlace();
  return (
    <div className="card order-card">
      <h2>{say.payments}</h2>
      {page.payments.length === 0 && <span className="lk-2">{say.noPayments}</span>}
      <ul className="order-list">
        {page.payments.map((one) => (
          <li key={one.place}>
            <span>
              {word(one.kind)}
              {one.reference && <small>{one.reference}</small>}
            </span>
            <span>
              <Money minor={one.amount_minor} />
              {one.refunded_minor > 0 && <small>{say.refunded(money(one.refunded_minor, currency))}</small>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Returns({ page }: { page: OrderPage }) {
  const say = useWords(orderWords);
  const { currency } = usePlace();
  return (
    <div className="card order-card">
      <h2>{say.returns}</h2>
      {page.returns.length === 0 && <span className="lk-2">{say.noReturns}</span>}
      <ul className="order-list">
        {page.returns.map((one) => (
          <li key={one.id}>
            <span>
              {say.returnDone(count(one.units.reduce((sum, span) => sum + (span.count ?? 1), 0)), money(one.refund_minor, currency))}
              {one.reason && <small>{say.reasonWas(one.reason)}</small>}
            </span>
            <When at={one.returned_at} />
            <Undone of={one.outcome.undone} />
          </li>
        ))}
      </ul>
    </div>
  );
}
