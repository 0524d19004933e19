import type { Answer, Basket, liuke_domains_catalog_values_Item as Goods } from "@liuke/client/api.ts";
import { useAsk } from "@liuke/kit/ask.ts";
import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { TimeField } from "@liuke/kit/desk/TimeField.tsx";
import { dayOf, money, timeOf } from "@liuke/kit/formats.ts";
import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import { useMemo, useState } from "react";
import { TryBasket, type TryLine } from "./TryBasket.tsx";
import { levelsOf, type Doc, type Group, type Rule } from "./document.ts";
import { useRested } from "../../conditions/rested.ts";
import { useEditing } from "./editing.tsx";
import { nameOf, type Teller } from "./tell.ts";
import { tryWords } from "./try.words.ts";
import { instantAt } from "./zone.ts";

function lineOf({ goods, units, each }: TryLine): Basket["lines"][number] {
  return {
    product: goods?.product ?? "",
    sku: goods?.sku ?? "",
    brand: goods?.brand ?? "",
    categories: (goods as Goods | null)?.category_path.split("/").filter(Boolean) ?? [],
    tags: goods?.tags ?? [],
    units,
    gross_minor: each * units,
  };
}

/** What a decision says: from list price to what is paid, and what is earned. */
function Decided({ of, by, live }: { of: Answer; by: Teller; live: Answer | undefined }) {
  const say = useWords(tryWords);
  const language = useLanguage();
  const { currency } = usePlace();
  const { decision, missed } = of;
  const sum = (minor: number) => money(minor, currency);
  const text = (one: { text: string; text_zh: string }) => (language === "en" ? one.text : one.text_zh);
  const other = live && live.decision.payable_minor !== decision.payable_minor ? live.decision.payable_minor : null;
  return (
    <div className="try-answer" aria-live="polite">
      <p className="try-sum">
        {say.pays(sum(decision.gross_minor ?? 0), sum(decision.payable_minor ?? 0))}
        {other !== null && <span className="lk-2">{say.nowPays(sum(other ?? 0))}</span>}
      </p>
      <ul>
        {(decision.effects ?? []).map((effect) => (
          <li key={effect.rule + effect.kind}>
            <span>{by.call(effect.rule)}</span>
            <span className="lk-num">{sum(-effect.applied_minor)}</span>
          </li>
        ))}
        {(decision.awards ?? []).flatMap((award) => [
          <li key={award.book}>
            <strong>{by.call(award.book)}</strong>
            <span className="lk-num">+{by.points(award.book, award.points)}</span>
          </li>,
          ...award.parts.map((part) => (
            <li key={award.book + part.rule} className="lk-2 try-why">
              {text(part)}
            </li>
          )),
        ])}
        {(decision.gifts ?? []).map((gift) => (
          <li key={gift.rule}>{say.gift(gift.units, by.call(gift.rule))}</li>
        ))}
      </ul>
      {missed.length > 0 && (
        <details open={missed.length <= 6}>
          <summary>{say.missed(missed.length)}</summary>
          <ul>
            {missed.map((one) => (
              <li key={one.rule + one.why}>
                <span>{by.call(one.rule || (one.other ?? ""))}</span>
                <span className="lk-2">{text(one)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Ask a basket of the draft and of what is live now. */
function useTried(lines: TryLine[], whom: { tiers: Record<string, string>; member: boolean }, at: string, others: readonly Doc[]) {
  const { doc } = useEditing();
  const rules: Rule[] = [...others, doc].flatMap((one) => one.rules ?? []);
  const groups: Group[] = [...others, doc].flatMap((one) => one.groups ?? []);
  const basket: Basket = { lines: lines.map(lineOf) };
  const question = { basket, at, ...whom };
  const rested = useRested(JSON.stringify({ ...question, rules, groups }), 300);
  const draft = useAsk("POST /v1/promotions/decisions", { body: JSON.parse(rested) as typeof question });
  const live = useAsk("POST /v1/promotions/decisions", { body: question });
  return { draft, live };
}

/** Try the draft on a basket: who buys, when, and what they would pay and earn. */
export function Try({ others }: { others: readonly Doc[] }) {
  const say = useWords(tryWords);
  const { doc, by } = useEditing();
  const { timeZone } = usePlace();
  const [lines, setLines] = useState<TryLine[]>([{ goods: null, units: 2, each: 10_000 }]);
  const [on, setOn] = useState(() => dayOf(new Date(), timeZone));
  const [time, setTime] = useState("12:00");
  const all = [doc, ...others].flatMap(levelsOf);
  const first = doc.tiers?.[0];
  const [level, setLevel] = useState<string>(first ? `${first.code}/${first.levels.at(-1)?.code ?? ""}` : "member");
  const [set, code] = level.split("/");
  const tiers: Record<string, string> = set && code ? { [set]: code } : {};
  const { draft, live } = useTried(lines, { tiers, member: level !== "guest" }, instantAt(on, time, timeZone), others);
  const moment = useMemo(
    () => (
      <>
        <DayField aria-label={say.on} value={on} allowClear={false} onChange={(day) => day && setOn(day)} />
        <TimeField className="field-time" aria-label={say.time} value={time} onChange={(typed) => setTime(timeOf(typed) ?? time)} />
      </>
    ),
    [say, on, time],
  );
  const options = [
    { value: "guest", label: say.guest },
    { value: "member", label: say.member },
    ...all.map(({ set: of, level: one }) => ({ value: `${of.code}/${one.code}`, label: nameOf(one, by.language) })),
  ];
  return (
    <section className="card try" aria-labelledby="try-title">
      <h2 id="try-title">{say.title}</h2>
      <TryBasket lines={lines} onChange={setLines} />
      <div className="clause-words">
        {say.as}
        <Select aria-label={say.as} value={level} options={options} onChange={setLevel} popupMatchSelectWidth={false} />
        {say.on}
        {moment}
      </div>
      <Region asked={draft} waiting={<Waiting rows={4} />}>
        {(answer) => <Decided of={answer} by={by} live={live.data} />}
      </Region>
    </section>
  );
}
