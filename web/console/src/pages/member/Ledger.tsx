import { usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import type { Column } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { Day, Points, When } from "@liuke/kit/figures.tsx";
import { change, figure } from "@liuke/kit/formats.ts";
import { Empty } from "@liuke/kit/notes.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { useNames } from "../members/names.ts";
import { useUnits } from "../members/units.ts";
import { moneyWords } from "./money.words.ts";

type Line = Answer<"GET /v1/members/{member_id}/points/{book}/entries">["items"][number];
type Lot = Answer<"GET /v1/members/{member_id}/points/{book}/lots">["items"][number];

/** Every entry of a book, newest first, with the reason in words. */
export function Entries({ id, book }: { id: string; book: string }) {
  const say = useWords(moneyWords);
  const names = useNames();
  const places = useUnits()(book).decimals;
  const pages = usePages("GET /v1/members/{member_id}/points/{book}/entries", { path: { member_id: id, book }, query: { limit: 50 } });
  const columns: Column<Line>[] = [
    { key: "at", title: say.at, width: 150, render: ({ entry }) => <When at={entry.happened_at} exact />, text: ({ entry }) => entry.happened_at },
    { key: "what", title: say.what, width: 88, card: "title", render: ({ entry }) => say[entry.kind], text: ({ entry }) => say[entry.kind] },
    { key: "change", title: say.change, right: true, width: 100, card: "beside", render: ({ entry }) => <Points value={entry.points} decimals={places} signed />, text: ({ entry }) => change(entry.points, places) },
    { key: "balance", title: say.balance, right: true, width: 100, render: ({ entry }) => <Points value={entry.balance_after} decimals={places} bare />, text: ({ entry }) => figure(entry.balance_after, places) },
    { key: "why", title: say.why, render: (line) => <Because of={line} places={places} />, text: ({ entry }) => entry.reason.join(" ") },
  ];
  return (
    <ListFrame<Line>
      name="member.entries"
      label={say.entriesOf(names.book(book))}
      pages={pages}
      columns={columns}
      keyOf={({ entry }) => String(entry.seq)}
      empty={<Empty title={say.noEntries} />}
      file={`points-${book}`}
    />
  );
}

function Because({ of, places }: { of: Line; places: number }) {
  const say = useWords(moneyWords);
  const { entry } = of;
  return (
    <span className="member-because">
      {entry.reason.length > 0 && <span>{entry.reason.join(" · ")}</span>}
      {entry.short > 0 && <span className="member-warn">{say.short(figure(Math.abs(entry.asked), places))}</span>}
      {entry.order_id && <Link to={`/orders/${entry.order_id}`}>{say.order}</Link>}
    </span>
  );
}

/** What is left of every lot, and when it ends. */
export function Lots({ id, book }: { id: string; book: string }) {
  const say = useWords(moneyWords);
  const names = useNames();
  const places = useUnits()(book).decimals;
  const pages = usePages("GET /v1/members/{member_id}/points/{book}/lots", { path: { member_id: id, book }, query: { limit: 50 } });
  const columns: Column<Lot>[] = [
    { key: "earned", title: say.earnedOn, width: 130, render: (lot) => <Day on={lot.earned_on} />, text: (lot) => lot.earned_on },
    { key: "left", title: say.left, right: true, width: 100, render: (lot) => <Points value={lot.remaining} decimals={places} bare />, text: (lot) => figure(lot.remaining, places) },
    { key: "of", title: say.of, right: true, width: 100, render: (lot) => <Points value={lot.points} decimals={places} bare />, text: (lot) => figure(lot.points, places) },
    { key: "held", title: say.held, right: true, width: 100, hidden: true, render: (lot) => <Points value={lot.held} decimals={places} bare />, text: (lot) => figure(lot.held, places) },
    { key: "until", title: say.until, width: 150, render: (lot) => (lot.expires_on ? <Day on={lot.expires_on} /> : say.forGood), text: (lot) => lot.expires_on ?? "" },
    { key: "state", title: say.what, render: (lot) => (lot.pending ? say.waits : say.spendable), text: (lot) => (lot.pending ? say.waits : say.spendable) },
  ];
  return (
    <ListFrame<Lot>
      name="member.lots"
      label={say.lotsOf(names.book(book))}
      pages={pages}
      columns={columns}
      keyOf={(lot) => String(lot.lot)}
      empty={<Empty title={say.noLots} />}
      file={`lots-${book}`}
    />
  );
}
