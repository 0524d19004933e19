import type { Answer } from "@liuke/kit/call.ts";
import { usePages } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame, type Chip } from "@liuke/kit/desk/ListFrame.tsx";
import { Needs } from "@liuke/kit/desk/Needs.tsx";
import { SearchBox } from "@liuke/kit/desk/SearchBox.tsx";
import { Day, Money, When } from "@liuke/kit/figures.tsx";
import { count, instant, money, shortId } from "@liuke/kit/formats.ts";
import { Empty } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useEveryStore } from "@liuke/kit/stores.ts";
import { Select } from "antd";
import { Link } from "react-router";
import { useStoreScope } from "../../shell/scope.ts";
import { orderWords } from "./orders.words.ts";
import { isState, OrderMark, SOLD, STATES, useChannelWord, useStateWord } from "./states.tsx";
import "./orders.css";

type Sale = Answer<"POST /till/sales/searches">["items"][number];

/** All orders, newest first. */
export default function Orders() {
  return (
    <Needs right="checkout.read">
      <OrdersList />
    </Needs>
  );
}

function OrdersList() {
  const say = useWords(orderWords);
  const { get } = useAddress();
  useStoreScope("store", "code");
  const state = get("state");
  const asked = {
    store: get("store") || null,
    state: isState(state) ? state : null,
    sold: state === SOLD,
    since_on: get("since") || null,
    until_on: get("until") || null,
    member_id: get("member") || null,
    number: get("number") || null,
  };
  const pages = usePages("POST /till/sales/searches", { body: { asked, limit: 50 } });
  return (
    <section className="page">
      <div className="page-head">
        <h1>{say.title}</h1>
      </div>
      <ListFrame<Sale>
        name="orders"
        pages={pages}
        columns={useOrderColumns()}
        keyOf={(row) => row.id}
        label={say.list}
        filters={<Filters />}
        chips={useChips()}
        empty={<Empty title={say.first} />}
        file="orders"
        views={{ page: "orders", keeps: ["number", "store", "state", "since", "until", "member"] }}
        peek={{ to: (row) => `/orders/${row.id}` }}
      />
    </section>
  );
}

/** Stores by code, for filters and for naming them. */
export function useStores() {
  return useEveryStore().data ?? [];
}

function Filters() {
  const say = useWords(orderWords);
  const word = useStateWord();
  const { get, set } = useAddress();
  return (
    <>
      <SearchBox className="orders-number" label={say.numberHint} asked={get("number")} onSearch={(number) => set({ number })} />
      <Select
        className="orders-state"
        aria-label={say.state}
        value={isState(get("state")) || get("state") === SOLD ? get("state") : ""}
        options={[{ value: "", label: say.anyState }, { value: SOLD, label: say.sold }, ...STATES.map((one) => ({ value: one, label: word(one) }))]}
        onChange={(state) => set({ state })}
      />
      <label className="orders-day">
        <span>{say.since}</span>
        <DayField value={get("since")} until={get("until") || undefined} onChange={(since) => set({ since })} />
      </label>
      <label className="orders-day">
        <span>{say.until}</span>
        <DayField value={get("until")} from={get("since") || undefined} onChange={(until) => set({ until })} />
      </label>
    </>
  );
}

function useChips(): Chip[] {
  const say = useWords(orderWords);
  const word = useStateWord();
  const { get } = useAddress();
  const stores = useStores();
  const state = get("state");
  const store = get("store");
  const found: [string, string][] = [
    ["number", get("number") && `${say.number} ${get("number")}`],
    ["store", store && (stores.find((one) => one.code === store)?.name ?? store)],
    ["state", isState(state) ? word(state) : state === SOLD ? say.sold : ""],
    ["since", get("since") && say.sinceOn(get("since"))],
    ["until", get("until") && say.untilOn(get("until"))],
    ["member", get("member") && say.ofMember],
  ];
  return found.filter(([, label]) => label).map(([name, label]) => ({ names: [name], label }));
}

function useOrderColumns(): Column<Sale>[] {
  const say = useWords(orderWords);
  const word = useStateWord();
  const channel = useChannelWord();
  const place = usePlace();
  const language = useLanguage();
  const stores = useStores();
  const storeName = (code: string) => stores.find((one) => one.code === code)?.name ?? (code || "—");
  const sum = (minor: number) => money(minor, place.currency);
  return [
    { key: "number", title: say.number, width: 160, text: (row) => row.external_id, render: (row) => <Link to={`/orders/${row.id}`}>{row.external_id}</Link> },
    { key: "placed", title: say.placed, width: 168, text: (row) => instant(row.placed_at, place, language), render: (row) => <When at={row.placed_at} exact /> },
    { key: "store", title: say.store, text: (row) => storeName(row.store), render: (row) => storeName(row.store) },
    { key: "member", title: say.member, text: (row) => (row.guest ? say.guest : (row.name ?? "")), render: (row) => <Buyer of={row} /> },
    { key: "units", title: say.units, right: true, width: 80, hidden: true, text: (row) => count(row.units), render: (row) => count(row.units) },
    { key: "paid", title: say.paid, right: true, width: 120, card: "beside", text: (row) => sum(row.payable_minor), render: (row) => <Money minor={row.payable_minor} /> },
    { key: "returned", title: say.returned, right: true, width: 120, text: (row) => sum(row.returned_minor), render: (row) => (row.returned_minor ? <Money minor={row.returned_minor} /> : "—") },
    { key: "state", title: say.state, width: 120, text: (row) => word(row.state), render: (row) => <OrderMark state={row.state} /> },
    { key: "discount", title: say.discount, right: true, hidden: true, text: (row) => sum(row.discount_minor), render: (row) => <Money minor={row.discount_minor} /> },
    { key: "gross", title: say.gross, right: true, hidden: true, text: (row) => sum(row.gross_minor), render: (row) => <Money minor={row.gross_minor} /> },
    { key: "day", title: say.businessDay, hidden: true, text: (row) => row.business_on, render: (row) => <Day on={row.business_on} /> },
    { key: "channel", title: say.channel, hidden: true, text: (row) => channel(row.channel), render: (row) => channel(row.channel) },
    { key: "staff", title: say.staff, hidden: true, text: (row) => row.staff, render: (row) => row.staff || "—" },
  ];
}

function Buyer({ of }: { of: Sale }) {
  const say = useWords(orderWords);
  if (of.guest) return <span className="lk-3">{say.guest}</span>;
  return <Link to={`/members/${of.member_id}`}>{of.name || shortId(of.member_id)}</Link>;
}
