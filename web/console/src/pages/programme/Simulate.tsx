import type { RuleOutcome, Simulated } from "@liuke/client/api.ts";
import { useAct } from "@liuke/kit/ask.ts";
import { Chart } from "@liuke/kit/desk/Chart.tsx";
import { PlainTable } from "@liuke/kit/desk/PlainTable.tsx";
import { count, day, minorIn, money } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Segmented } from "antd";
import { useState } from "react";
import type { Doc } from "./document.ts";
import { simulateWords } from "./simulate.words.ts";
import type { Teller } from "./tell.ts";
import { DAY_MS } from "./zone.ts";

/** What the draft would have cost on each day, and how many orders gained or lost. */
function Days({ of }: { of: Simulated["outcome"]["days"] }) {
  const say = useWords(simulateWords);
  const language = useLanguage();
  const { currency } = usePlace();
  const [what, show] = useState<"cost" | "orders">("cost");
  const days = of.map((one) => day(one.on, language));
  const cost = of.map((one) => one.live_minor - one.draft_minor);
  const bars = (name: string, data: number[]) => ({ type: "bar" as const, name, data, stack: "one" });
  const series =
    what === "cost"
      ? [bars(say.cost, cost.map((minor) => minor / minorIn(currency)))]
      : [bars(say.winners, of.map((one) => one.winners)), bars(say.losers, of.map((one) => -one.losers))];
  return (
    <>
      <Segmented
        aria-label={say.byDay}
        value={what}
        onChange={show}
        options={[
          { value: "cost" as const, label: say.cost },
          { value: "orders" as const, label: say.gainLose },
        ]}
      />
      <Chart
        title={say.byDay}
        height={200}
        option={{ xAxis: { type: "category", data: days }, yAxis: { type: "value" }, series }}
        twin={{
          head: [say.day, say.orders, say.cost, say.winners, say.losers],
          rows: of.map((one, at) => [
            days[at] ?? "",
            count(one.orders),
            money(cost[at], currency),
            count(one.winners),
            count(one.losers),
          ]),
        }}
      />
    </>
  );
}

function Rules({ of, by }: { of: readonly RuleOutcome[]; by: Teller }) {
  const say = useWords(simulateWords);
  const { currency } = usePlace();
  if (of.length === 0) return null;
  return (
    <PlainTable
      label={say.how}
      head={[say.rule, say.orders, say.off, say.points]}
      right={[1, 2, 3]}
      rows={of.map((one) => ({
        key: one.rule,
        cells: [by.call(one.rule), count(one.orders), money(one.off_minor, currency), count(one.points)],
      }))}
    />
  );
}

function Outcome({ of, by }: { of: Simulated; by: Teller }) {
  const say = useWords(simulateWords);
  const language = useLanguage();
  const { currency } = usePlace();
  const { outcome } = of;
  const sum = (minor: number) => money(Math.abs(minor), currency);
  const books = [...new Set([...Object.keys(outcome.live.points), ...Object.keys(outcome.draft.points)])];
  const answer =
    outcome.cost_minor === 0
      ? say.costsNothing(count(outcome.orders))
      : (outcome.cost_minor > 0 ? say.costs : say.brings)(count(outcome.orders), sum(outcome.cost_minor));
  if (outcome.orders === 0) return <p>{say.noOrders}</p>;
  return (
    <div className="simulated" aria-live="polite">
      <p>
        <strong>{answer}</strong>
      </p>
      <p>
        {say.winLose(count(outcome.winners), sum(outcome.won_minor), count(outcome.losers), sum(outcome.lost_minor))}
      </p>
      {books.map((book) => {
        const [before, after] = [outcome.live.points[book] ?? 0, outcome.draft.points[book] ?? 0];
        return <p key={book}>{say.pointsChange(by.call(book), count(before), count(after))}</p>;
      })}
      {outcome.days.length > 0 && <Days of={outcome.days} />}
      <Rules of={outcome.draft.rules} by={by} />
      <details>
        <summary>{say.how}</summary>
        <ul>
          {of.notes.map((note) => (
            <li key={note.text}>{language === "en" ? note.text : note.text_zh}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

const SPANS = [7, 30, 90] as const;

/** Run the draft over the orders of the last days: what it costs, who wins, who loses. */
export function Simulate({ doc, by }: { doc: Doc; by: Teller }) {
  const say = useWords(simulateWords);
  const may = useMay("promotions.simulate");
  const [span, setSpan] = useState<(typeof SPANS)[number]>(30);
  const [ran, setRan] = useState<Doc | null>(null);
  const run = useAct("POST /v1/programmes/simulations");
  if (!may) return null;
  const go = () => {
    setRan(doc);
    const since = new Date(Date.now() - span * DAY_MS).toISOString();
    run.mutate({ body: { document: doc as unknown as Record<string, unknown>, since } });
  };
  return (
    <section className="card simulate" aria-labelledby="simulate-title">
      <header className="page-head">
        <h2 id="simulate-title">{say.title}</h2>
        <span className="page-acts">
          <Segmented
            aria-label={say.span}
            value={span}
            onChange={setSpan}
            options={SPANS.map((value) => ({ value, label: say.days(value) }))}
          />
          <Button onClick={go} loading={run.isPending}>
            {say.run}
          </Button>
        </span>
      </header>
      {run.isPending && <p className="lk-2">{say.running}</p>}
      {run.error && <ProblemNote of={run.error} />}
      {run.data && !run.isPending && ran !== doc && <p className="lk-2">{say.stale}</p>}
      {run.data ? <Outcome of={run.data} by={by} /> : <p className="lk-2">{say.hint}</p>}
    </section>
  );
}
