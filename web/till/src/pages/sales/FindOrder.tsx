import { useWide } from "@liuke/kit/desk/wide.ts";
import { When } from "@liuke/kit/figures.tsx";
import { usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { money } from "@liuke/kit/formats.ts";
import { problemOf, type Problem } from "@liuke/kit/problem.ts";
import { Empty, ProblemNote, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useRef, useState, type KeyboardEvent } from "react";
import type { Recognised } from "../../basket/basket.ts";
import { useCounter } from "../../desk/counter.tsx";
import { ask } from "../../desk/line.ts";
import { People } from "../sale/People.tsx";
import { salesWords } from "./sales.words.ts";
import "../returns/returns.css";
import "../sale/sale.css";

type Row = Answer<"POST /till/sales/searches">["items"][number];
const PAGE = 20;

interface Asked {
  store?: string;
  number?: string;
  member_id?: string;
}

/** Find a sale by its number or by who bought; before that, this store's latest. */
export function FindOrder({ hint, onOrder }: { hint: string; onOrder: (id: string) => void }) {
  const say = useWords(salesWords);
  const { store } = useCounter();
  const [text, setText] = useState("");
  const [shown, setShown] = useState("");
  const [asked, setAsked] = useState<Asked>({ store });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const wide = useWide();
  /** Several people fit: whose sales are meant is for the seller to say. */
  const [whose, setWhose] = useState<Recognised[]>([]);
  const search = useRef<HTMLDivElement>(null);
  const found = usePages("POST /till/sales/searches", { body: { asked, limit: PAGE } });

  const find = async () => {
    const wanted = text.trim();
    setShown(wanted);
    setProblem(null);
    setWhose([]);
    if (wanted === "") return setAsked({ store });
    setBusy(true);
    try {
      const byNumber = await ask("POST /till/sales/searches", { body: { asked: { number: wanted }, limit: 2 } });
      const [only] = byNumber.items;
      if (only && byNumber.items.length === 1) return onOrder(only.id);
      if (only) return setAsked({ number: wanted });
      const members = await ask("POST /till/members/lookups", { body: { text: wanted } });
      const [member] = members;
      if (members.length > 1) return setWhose(members);
      setAsked(member ? { member_id: member.id } : { number: wanted });
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const failed = problem ?? (found.error ? problemOf(found.error) : null);
  return (
    <div className="till-search" ref={search}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void find();
        }}
      >
        <input className="till-input" autoFocus onKeyDown={(event) => walk(event, search.current)} value={text} onChange={(event) => setText(event.target.value)}
          aria-label={say.findName} placeholder={wide ? say.find : say.findShort} autoComplete="off" />
        <Button type="primary" htmlType="submit" loading={busy}>
          {say.search}
        </Button>
      </form>
      <p className="lk-2" style={{ margin: 0 }}>{hint}</p>
      {failed && <ProblemNote of={failed} onRetry={() => void (problem ? find() : found.refetch())} />}
      {whose.length > 0 && (
        <section aria-label={say.whose}>
          <p role="status">{say.whose}</p>
          <People
            of={whose}
            onChoose={(member) => {
              setWhose([]);
              setAsked({ member_id: member.id });
            }}
          />
        </section>
      )}
      {found.isPending && <Waiting rows={5} height={48} />}
      {found.data && found.rows.length === 0 && <Empty title={shown ? say.none(shown) : say.noneYet} />}
      {found.rows.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its buttons have the focus
        <ul className="till-rows" onKeyDown={(event) => walk(event, search.current)}>
          {found.rows.map((row) => (
            <OrderRow key={row.id} row={row} onOpen={() => onOrder(row.id)} />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
          {say.more}
        </Button>
      )}
    </div>
  );
}

/** Arrows go from the box to the rows, and from row to row. */
function walk(event: KeyboardEvent, inside: HTMLElement | null): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined || event.nativeEvent.isComposing || inside === null) return;
  const stops = [...inside.querySelectorAll<HTMLElement>(".till-input, .till-row")];
  const next = stops[stops.indexOf(event.target as HTMLElement) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function OrderRow({ row, onOpen }: { row: Row; onOpen: () => void }) {
  const say = useWords(salesWords);
  const { currency } = usePlace();
  return (
    <li>
      <button type="button" className="till-row" onClick={onOpen}>
        <When at={row.placed_at} />
        <span className="lk-code">{row.external_id}</span>
        <span>{row.guest ? say.guest : row.name}</span>
        <span>{say.units(row.units)}</span>
        <span className="lk-num">
          {money(row.payable_minor, currency)}
          {row.state === "cancelled" && <small className="lk-2"> {say.cancelled}</small>}
          {row.returned_minor > 0 && (
            <>
              <br />
              <small className="lk-2">{say.returned(money(row.returned_minor, currency))}</small>
            </>
          )}
        </span>
      </button>
    </li>
  );
}
