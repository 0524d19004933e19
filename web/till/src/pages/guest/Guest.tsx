import { money } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEffect, useRef, useState } from "react";
import { hearCounter, type GuestSale } from "../../desk/guest.ts";
import { guestWords } from "./guest.words.ts";
import "./guest.css";

/** The window that faces the guest: what is sold, what it saves, what is due; nobody's name. */
export default function Guest() {
  const say = useWords(guestWords);
  const [sale, setSale] = useState<GuestSale | null>(null);
  useEffect(() => hearCounter(setSale), []);
  useEffect(() => {
    document.title = say.title;
  }, [say.title]);
  return (
    <main className="guest">
      <h1>{sale?.shop || say.title}</h1>
      {sale === null || (sale.lines.length === 0 && sale.paid === null) ? (
        <p className="guest-welcome">{say.welcome}</p>
      ) : (
        <>
          {sale.paid ? <p className="guest-welcome">{say.thanks}</p> : <Lines sale={sale} />}
          <Sums sale={sale} />
        </>
      )}
    </main>
  );
}

function Lines({ sale }: { sale: GuestSale }) {
  const say = useWords(guestWords);
  const list = useRef<HTMLOListElement>(null);
  const last = sale.lines.length - 1;
  useEffect(() => {
    list.current?.children[last]?.scrollIntoView({ block: "nearest" });
  }, [last]);
  return (
    <ol ref={list} className="guest-lines" aria-label={say.goods}>
      {sale.lines.map((line, at) => (
        <li key={at}>
          <span>
            {line.name} <small className="lk-num">{line.count}</small>
          </span>
          <span className="lk-num">{money(line.gross_minor, sale.currency)}</span>
          {line.saved_minor > 0 && <span className="guest-saved lk-num">{money(-line.saved_minor, sale.currency)}</span>}
        </li>
      ))}
    </ol>
  );
}

function Sums({ sale }: { sale: GuestSale }) {
  const say = useWords(guestWords);
  const { paid, currency } = sale;
  const saved = paid === null && sale.saved_minor > 0;
  const change = paid !== null && paid.change_minor > 0;
  return (
    <dl className={sale.stale ? "guest-sums guest-stale" : "guest-sums"} aria-live="polite">
      {saved && <dt>{say.saved}</dt>}
      {saved && <dd className="lk-num">{money(sale.saved_minor, currency)}</dd>}
      <dt>{paid ? say.paid : say.due}</dt>
      <dd className="guest-due lk-num">{money(paid ? paid.paid_minor : sale.due_minor, currency)}</dd>
      {change && <dt>{say.change}</dt>}
      {change && <dd className="lk-num">{money(paid.change_minor, currency)}</dd>}
    </dl>
  );
}
