import { usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { Money, When } from "@liuke/kit/figures.tsx";
import { change, count, money } from "@liuke/kit/formats.ts";
import { Empty } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { useNames, useStores } from "../members/names.ts";
import { useUnits } from "../members/units.ts";
import { storyWords } from "./story.words.ts";

type OrderRow = Answer<"GET /till/orders">["items"][number];

function savedOf({ order }: OrderRow): number {
  return (order.decision.cut_minor ?? 0) + (order.decision.discount_minor ?? 0) + (order.decision.points_minor ?? 0);
}

function unitsOf(row: OrderRow): number {
  return row.lines.reduce((sum, line) => sum + line.units, 0);
}

/** A member's orders; each opens the explanation of its price and the return. */
export function Orders({ id }: { id: string }) {
  const say = useWords(storyWords);
  const names = useNames();
  const unit = useUnits();
  const { named } = useStores();
  const { currency } = usePlace();
  const pages = usePages("GET /till/orders", { query: { member_id: id, limit: 25 } });
  const state = ({ order, returns }: OrderRow) =>
    returns.length > 0 && order.state !== "cancelled" ? say.returned : order.state === "paid" ? say.paidState : say[order.state];
  const awarded = ({ order }: OrderRow) =>
    (order.decision.awards ?? []).map((one) => `${names.book(one.book)} ${change(one.points, unit(one.book).decimals)}`).join(" · ");
  const columns: Column<OrderRow>[] = [
    { key: "number", title: say.number, width: 160, render: ({ order }) => <Link to={`/orders/${order.id}`}>{order.external_id}</Link>, text: ({ order }) => order.external_id },
    { key: "at", title: say.at, width: 150, render: ({ order }) => <When at={order.placed_at} exact />, text: ({ order }) => order.placed_at },
    { key: "store", title: say.store, width: 120, render: ({ order }) => named(order.store), text: ({ order }) => named(order.store) },
    { key: "units", title: say.units, right: true, width: 80, render: (row) => say.unitsOf(count(unitsOf(row))), text: (row) => String(unitsOf(row)) },
    { key: "saved", title: say.saved, right: true, width: 110, render: (row) => <Money minor={savedOf(row)} />, text: (row) => money(savedOf(row), currency) },
    { key: "paid", title: say.paid, right: true, width: 110, card: "beside", render: ({ order }) => <Money minor={order.payable_minor} />, text: ({ order }) => money(order.payable_minor, currency) },
    { key: "earned", title: say.earned, width: 180, render: awarded, text: awarded },
    { key: "state", title: say.state, width: 100, render: state, text: state },
  ];
  return (
    <ListFrame<OrderRow>
      name="member.orders"
      label={say.orders}
      pages={pages}
      columns={columns}
      keyOf={({ order }) => order.id}
      empty={<Empty title={say.noOrders} />}
      file="orders"
    />
  );
}
