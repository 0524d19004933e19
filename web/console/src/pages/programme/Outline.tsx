import { useWords } from "@liuke/kit/scheme.tsx";
import { useState, type ReactNode } from "react";
import { STAGES, type Doc, type Named } from "./document.ts";
import { termsOf, worthOf } from "./coupons_told.ts";
import { Ladder } from "./Ladder.tsx";
import { programmeWords } from "./programme.words.ts";
import { bookOf, cardOf } from "./standing.ts";
import { limitOf, nameOf, tell, type Teller } from "./tell.ts";

function Part({ title, of, children }: { title: string; of: number; children: ReactNode }) {
  if (of === 0) return null;
  return (
    <section className="outline-part">
      <h3>
        {title} <span className="lk-3">{of}</span>
      </h3>
      {children}
    </section>
  );
}

const FIRST = 8;

function Lines(props: { things: readonly Named[]; by: Teller; told: (at: number) => string }) {
  const say = useWords(programmeWords);
  const [all, show] = useState(false);
  const shown = all ? props.things : props.things.slice(0, FIRST);
  return (
    <>
      <dl className="outline-lines">
        {shown.map((thing, at) => (
          <div key={thing.code}>
            <dt>{nameOf(thing, props.by.language)}</dt>
            <dd>{props.told(at)}</dd>
          </div>
        ))}
      </dl>
      {shown.length < props.things.length && (
        <div>
          <button type="button" className="lk-link" onClick={() => show(true)}>
            {say.showAll(props.things.length)}
          </button>
        </div>
      )}
    </>
  );
}

/** A whole programme in sentences: levels, points, earning, promotions, coupons, cards. */
export function Outline({ doc, by }: { doc: Doc; by: Teller }) {
  const say = useWords(programmeWords);
  const { tiers = [], books = [], coupons = [], cards = [], rules = [] } = doc;
  const told = (earning: boolean) =>
    rules
      .filter((rule) => (rule.stage === "earning") === earning)
      .toSorted((a, b) => STAGES.indexOf(a.stage ?? "limited") - STAGES.indexOf(b.stage ?? "limited"));
  const sentence = (list: typeof rules) => (at: number) => {
    const rule = list[at];
    if (!rule) return "";
    const { who, when, what } = tell(rule, by);
    const limited = rule.limits && Object.keys(rule.limits).length > 0;
    return [who, when, what, ...(limited ? [limitOf(rule, by)] : [])].join(" · ");
  };
  const earning = told(true);
  const promotions = told(false);
  return (
    <div className="outline">
      <Part title={say.tiers} of={tiers.length}>
        {tiers.map((set) => (
          <Ladder key={set.code} set={set} by={by} />
        ))}
      </Part>
      <Part title={say.points} of={books.length}>
        <Lines things={books} by={by} told={(at) => (books[at] ? bookOf(books[at], by) : "")} />
      </Part>
      <Part title={say.earning} of={earning.length}>
        <Lines things={earning} by={by} told={sentence(earning)} />
      </Part>
      <Part title={say.promotions} of={promotions.length}>
        <Lines things={promotions} by={by} told={sentence(promotions)} />
      </Part>
      <Part title={say.coupons} of={coupons.length}>
        <Lines
          things={coupons}
          by={by}
          told={(at) => (coupons[at] ? `${worthOf(coupons[at], by)} · ${termsOf(coupons[at], by)}` : "")}
        />
      </Part>
      <Part title={say.cards} of={cards.length}>
        <Lines things={cards} by={by} told={(at) => (cards[at] ? cardOf(cards[at], by) : "")} />
      </Part>
    </div>
  );
}
