import { Money, When } from "@liuke/kit/figures.tsx";
import { useAsk } from "@liuke/kit/ask.ts";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import type { Answer } from "@liuke/kit/call.ts";
import { count } from "@liuke/kit/formats.ts";
import { Empty, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useToday } from "@liuke/kit/today.ts";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import { useCell } from "../../desk/cell.ts";
import { useCounter, useNames, usePoints } from "../../desk/counter.tsx";
import { offlineSince } from "../../desk/line.ts";
import { queue } from "../../desk/queue.ts";
import { usePage } from "../../shell/usePage.ts";
import { chargeWords, kindIn } from "../sale/charge.words.ts";
import { dayWords } from "./day.words.ts";
import "./day.css";

type Totals = Answer<"GET /till/days/{on}">;

/** What this store sold, took in and gave back on a business day. */
export default function Day() {
  const say = useWords(dayWords);
  const { store } = useCounter();
  const offline = useCell(offlineSince) !== null;
  const waiting = useCell(queue).filter((one) => one.state !== "uploaded").length;
  const [query, setQuery] = useSearchParams();
  const today = useToday();
  const on = query.get("on") ?? today;
  const asked = useAsk("GET /till/days/{on}", { path: { on }, query: { store } }, { enabled: !offline, staleTime: 0 });
  usePage(say.title, "/sale", outsideFields);
  return (
    <div className="till-day">
      <header>
        <h1>{on === today ? say.title : say.pastTitle}</h1>
        <label>
          {say.on}{" "}
          <DayField value={on} until={today} allowClear={false} onChange={(day) => setQuery(day && day !== today ? { on: day } : {})} />
        </label>
      </header>
      {waiting > 0 && <p className="till-warn">{say.waiting(waiting)}</p>}
      {offline ? (
        <Empty title={say.offline} />
      ) : (
        <Region asked={asked} waiting={<Waiting rows={8} />}>
          {(totals) => <Shown of={totals} />}
        </Region>
      )}
    </div>
  );
}

function Shown({ of }: { of: Totals }) {
  const say = useWords(dayWords);
  const { sold, returned } = of;
  return (
    <>
      <p className="lk-2">
        {say.asOf} <When at={of.as_of} exact />
      </p>
      <div className="till-day-cards">
        <Card title={say.sold}>
          <Row name={say.orders}>{count(sold.orders)}</Row>
          <Row name={say.units}>{count(sold.units)}</Row>
          <Row name={say.gross}><Money minor={sold.gross_minor} /></Row>
          <Row name={say.saved}><Money minor={-sold.discount_minor} /></Row>
          <Row name={say.points}><Money minor={-sold.points_minor} /></Row>
          <Row name={say.payable}><strong><Money minor={sold.payable_minor} /></strong></Row>
          <Row name={say.memberOrders}>{count(sold.member_orders)}</Row>
          <Row name={say.member}><Money minor={sold.member_minor} /></Row>
          <Row name={say.coupons}>{count(sold.coupons)}</Row>
          <Row name={say.cancelled}>{count(sold.cancelled)}</Row>
        </Card>
        <Card title={say.returned}>
          <Row name={say.returns}>{count(returned.returns)}</Row>
          <Row name={say.refund}><Money minor={returned.refund_minor} /></Row>
        </Card>
        <Books of={of} />
        <Tenders of={of} />
      </div>
    </>
  );
}

function Tenders({ of }: { of: Totals }) {
  const say = useWords(dayWords);
  const kinds = useWords(chargeWords);
  return (
    <section className="till-card till-day-wide">
      <h2>{say.tenders}</h2>
      {of.tenders.length === 0 ? (
        <p className="lk-2">{say.none}</p>
      ) : (
        <PlainTable
          label={say.tenders}
          head={[say.kind, say.payments, say.amount, say.back, say.left]}
          right={[1, 2, 3, 4]}
          rows={of.tenders.map((one) => ({
            key: one.kind,
            cells: [
              kindIn(kinds, one.kind),
              count(one.payments),
              <Money key="amount" minor={one.amount_minor} />,
              <Money key="back" minor={-one.refunded_minor} />,
              <Money key="left" minor={one.amount_minor - one.refunded_minor} />,
            ],
          }))}
        />
      )}
    </section>
  );
}

function Books({ of }: { of: Totals }) {
  const say = useWords(dayWords);
  const nameOf = useNames();
  const points = usePoints();
  if (of.points.length === 0) return null;
  return (
    <Card title={say.books}>
      {of.points.map((book) => (
        <Row key={book.book} name={nameOf(book.book)}>
          {say.awarded} {points.plain(book.book, book.awarded)} · {say.redeemed} {points.plain(book.book, book.redeemed)}
        </Row>
      ))}
    </Card>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="till-card">
      <h2>{title}</h2>
      <dl>{children}</dl>
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="lk-num">{children}</dd>
    </div>
  );
}

/** In the field it closes the calendar. */
function outsideFields(event: KeyboardEvent): boolean {
  return !(event.target instanceof HTMLInputElement);
}
