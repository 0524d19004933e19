import { digitsOf } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useMemo } from "react";
import { useAsks } from "../../conditions/asks.ts";
import { Choice } from "../../conditions/Choice.tsx";
import { Arguments } from "../../conditions/FactFields.tsx";
import { addressOf, numbersOf, partsOf } from "../../conditions/numbers.ts";
import { blankFact } from "../../conditions/tree.ts";
import { labelOf } from "../members/facts.ts";
import { askedOf } from "./asking.ts";
import { Faulted } from "./Clause.tsx";
import type { EffectOf, Path } from "./document.ts";
import { useEditing, useField } from "./editing.tsx";
import { moreWords } from "./more.words.ts";

type Earn = EffectOf<"earn">;
const AMOUNT = "amount";

/** Return an effect whose stages go by something else; what was typed keeps its figures. */
function measuredBy(effect: Earn, made: string, scale: number): Earn {
  const { measure: _, marginal, stages = [], ...rest } = effect;
  const scaled = stages.map((one) => ({ ...one, start: Math.round(one.start * scale) }));
  if (made !== AMOUNT) return { ...rest, stages: scaled, measure: made };
  return { ...rest, stages: scaled, ...(marginal ? { marginal } : {}) };
}

/** What stages go by: the amount of the order, or a number of the basket or of the member. */
export function MeasureAt({ path, effect }: { path: Path; effect: Earn }) {
  const say = useWords(moreWords);
  const { doc, set, by } = useEditing();
  const { fault, id } = useField([...path, "measure"]);
  const { currency } = usePlace();
  const asks = useAsks("rules");
  const numbers = useMemo(() => (asks ? numbersOf(askedOf(asks, doc, currency)) : []), [asks, doc, currency]);
  const measure = effect.measure ?? AMOUNT;
  const { name, args } = partsOf(measure);
  const fact = numbers.find((one) => one.name === name);
  const decimals = (address: string) => (address === AMOUNT ? digitsOf(currency) : (by.number(address)?.decimals ?? 0));
  const change = (made: string) => set(path, measuredBy(effect, made, 10 ** (decimals(made) - decimals(measure))));
  const choose = (chosen: string) => {
    const found = numbers.find((one) => one.name === chosen);
    change(found ? addressOf(found.name, blankFact(found).args ?? []) : AMOUNT);
  };
  const options = [
    { value: AMOUNT, label: say.orderAmount },
    ...numbers.map((one) => ({ value: one.name, label: labelOf(one, by.language) })),
    ...(measure === AMOUNT || fact ? [] : [{ value: name, label: measure }]),
  ];
  return (
    <div className="clause-words">
      <Faulted id={id} fault={fault} before={say.stagesBy}>
        <Choice label={say.measure} value={measure === AMOUNT ? AMOUNT : name} options={options} onChange={choose} />
        {fact && <Arguments fact={fact} args={args} onChange={(made) => change(addressOf(name, made))} />}
      </Faulted>
    </div>
  );
}
