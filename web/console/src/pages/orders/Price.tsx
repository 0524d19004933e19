import { Money } from "@liuke/kit/figures.tsx";
import { count, figure } from "@liuke/kit/formats.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useState } from "react";
import type { OrderPage } from "./Order.tsx";
import { useUnits } from "../members/units.ts";
import { useBookNames, useRuleNames } from "./names.ts";
import { orderWords } from "./orders.words.ts";

const FIRST = 6;

/** From the list price to what was paid, each step by its rule; what was earned; what did not apply. */
export function Price({ page }: { page: OrderPage }) {
  const say = useWords(orderWords);
  const rule = useRuleNames();
  const book = useBookNames();
  const unitOf = useUnits();
  const { decision, shipping_minor: shipping } = page.order;
  const steps: [string, number][] = [[say.gross, decision.gross_minor ?? 0]];
  if (decision.cut_minor) steps.push([say.cut, -decision.cut_minor]);
  for (const one of decision.effects ?? []) {
    if (one.applied_minor) steps.push([one.coupon ? say.coupon(rule(one.rule)) : rule(one.rule), -one.applied_minor]);
  }
  for (const one of decision.spends ?? []) {
    if (one.points) steps.push([say.pointsPaid(book(one.book), figure(one.points, unitOf(one.book).decimals)), -one.worth_minor]);
  }
  if (shipping) steps.push([say.shipping, shipping]);
  return (
    <div className="card order-card">
      <h2>{say.priceTitle}</h2>
      <dl className="order-sum">
        {steps.map(([name, minor], at) => [
          // oxlint-disable-next-line react/no-array-index-key -- one rule may stand here twice
          <dt key={`${at} name`}>{name}</dt>,
          // oxlint-disable-next-line react/no-array-index-key -- one rule may stand here twice
          <dd key={at}><Money minor={minor} /></dd>,
        ])}
        <dt className="order-total">{say.paid}</dt>
        <dd className="order-total"><Money minor={page.order.payable_minor} /></dd>
      </dl>
      <Earned page={page} />
      <WhyNot page={page} />
    </div>
  );
}

function Earned({ page }: { page: OrderPage }) {
  const say = useWords(orderWords);
  const book = useBookNames();
  const unitOf = useUnits();
  const language = useLanguage();
  const awards = (page.order.decision.awards ?? []).filter((one) => one.points !== 0);
  if (awards.length === 0) return null;
  return (
    <>
      <h3>{say.earned}</h3>
      <ul className="order-list">
        {awards.map((one) => (
          <li key={one.book}>
            <span className="lk-num">{say.earnedPoints(figure(one.points, unitOf(one.book).decimals), book(one.book))}</span>
            <ul>
              {one.parts.map((part) => (
                <li key={part.rule}>{language === "en" ? part.text : part.text_zh}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}

function WhyNot({ page }: { page: OrderPage }) {
  const say = useWords(orderWords);
  const rule = useRuleNames();
  const book = useBookNames();
  const language = useLanguage();
  const [all, showAll] = useState(false);
  const missed = page.order.decision.missed ?? [];
  if (missed.length === 0) return null;
  const shown = all ? missed : missed.slice(0, FIRST);
  return (
    <>
      <h3>{say.whyNot}</h3>
      <ul className="order-list">
        {shown.map((one) => (
          <li key={`${one.rule} ${one.coupon ?? ""}`}>
            <span>
              {one.rule ? rule(one.rule) : book(one.other ?? "")}
              <small>{language === "en" ? one.text : one.text_zh}</small>
            </span>
          </li>
        ))}
      </ul>
      {missed.length > shown.length && (
        <button type="button" className="lk-link" onClick={() => showAll(true)}>
          {say.more(count(missed.length - shown.length))}
        </button>
      )}
    </>
  );
}
