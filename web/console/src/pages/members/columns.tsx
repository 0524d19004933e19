import type { Column } from "@liuke/kit/desk/columns.ts";
import { Day } from "@liuke/kit/figures.tsx";
import { dayOf, phone, shortId } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Tag } from "antd";
import { Link } from "react-router";
import { useFacts, type Fact, type Facts } from "./facts.ts";
import { membersWords } from "./members.words.ts";
import { useStores } from "./names.ts";
import { factTitle, valueText, type Teller } from "./told.ts";

export interface MemberRow {
  id: string;
  name: string;
  phone: string;
  state: "active" | "blocked" | "erased" | "merged" | "new";
  store_id: string | null;
  joined_at: string;
  tags: string[];
  facts: Record<string, unknown>;
}

interface Asked {
  /** What the list is asked for: `points.balance(stars)`. */
  code: string;
  fact: Fact;
  args: string[];
  hidden: boolean;
}

const SHOWN = ["tier", "points.balance", "orders.net", "orders.last_on"];
const MORE = ["orders.count", "orders.average", "coupons.held", "points.pending", "points.expiring", "birthday", "age"];
const MOST = 20;

/** Return the facts that a list can show as columns: one for each tier set and book. */
export function columnFacts(facts: Facts): Asked[] {
  return [...SHOWN, ...MORE]
    .flatMap((name) => {
      const fact = facts.find((one) => one.name === name);
      if (!fact) return [];
      const hidden = !SHOWN.includes(name);
      const argument = fact.arguments[0];
      if (!argument) return [{ code: name, fact, args: [] as string[], hidden }];
      return argument.options.map((one, at) => ({ code: `${name}(${one.value})`, fact, args: [one.value], hidden: hidden || at > 0 }));
    })
    .slice(0, MOST);
}

/** Return the columns of the list; figures stand right, the name opens the member. */
export function useMemberColumns(withFacts: boolean): Column<MemberRow>[] {
  const say = useWords(membersWords);
  const language = useLanguage();
  const place = usePlace();
  const { nameOf } = useStores();
  const facts = useFacts().data;
  const by: Teller = { say, place, language };
  const named = (row: MemberRow) => row.name || say.unnamed(shortId(row.id));
  const shown: Column<MemberRow>[] = [
    {
      key: "name",
      title: say.member,
      width: 168,
      render: (row) => <Link to={`/members/${row.id}`}>{named(row)}</Link>,
      text: named,
    },
    { key: "phone", title: say.phone, width: 150, card: "beside", render: (row) => <span className="lk-num">{phone(row.phone) || "—"}</span>, text: (row) => row.phone },
    ...(withFacts ? factColumns(facts ?? [], by) : []),
    { key: "tags", title: say.tags, render: (row) => (row.tags.length === 0 ? "—" : <Tags of={row.tags} />), text: (row) => row.tags.join(" ") },
    { key: "joined", title: say.joined, width: 128, hidden: withFacts, render: (row) => <Day on={dayOf(new Date(row.joined_at), place.timeZone)} />, text: (row) => dayOf(new Date(row.joined_at), place.timeZone) },
    { key: "state", title: say.state, width: 96, hidden: withFacts, render: (row) => say[row.state], text: (row) => say[row.state] },
    { key: "store", title: say.store, hidden: true, render: (row) => nameOf(row.store_id) || "—", text: (row) => nameOf(row.store_id) },
  ];
  return shown;
}

function factColumns(facts: Facts, by: Teller): Column<MemberRow>[] {
  return columnFacts(facts).map(({ code, fact, args, hidden }) => {
    const text = (row: MemberRow) => valueText(fact, args, row.facts[code], by);
    return {
      key: code,
      title: factTitle(fact, args, by.language),
      hidden,
      right: fact.kind === "int" || fact.kind === "money",
      render: text,
      text,
    };
  });
}

function Tags({ of }: { of: readonly string[] }) {
  return (
    <span className="members-tags">
      {of.slice(0, 3).map((one) => <Tag key={one}>{one}</Tag>)}
      {of.length > 3 && <span className="lk-2" title={of.join(" ")}>+{of.length - 3}</span>}
    </span>
  );
}
