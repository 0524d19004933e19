import { Money } from "@liuke/kit/figures.tsx";
import { count } from "@liuke/kit/formats.ts";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Checkbox, InputNumber } from "antd";
import { useMemo } from "react";
import type { OrderPage } from "./Order.tsx";
import { useGoodsNames } from "./names.ts";
import { orderWords } from "./orders.words.ts";

type Line = OrderPage["lines"][number];

/** Above this many units of a line, they are counted and not ticked one by one. */
const TICKED_MAX = 24;

interface UnitsProps {
  page: OrderPage;
  picked: ReadonlySet<string>;
  onPick: (picked: ReadonlySet<string>) => void;
}

function unitsOf(line: Line): string[] {
  return Array.from({ length: line.units }, (_, at) => `${line.line}:${at}`);
}

/** The units of an order, to be picked: ticked one by one, or counted where they are many. */
export function Units({ page, picked, onPick }: UnitsProps) {
  const say = useWords(orderWords);
  const name = useGoodsNames(page.lines.map((one) => one.sku));
  const gone = useMemo(() => goneOf(page), [page]);
  const toggle = (key: string) => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    onPick(next);
  };
  const take = (line: Line, wanted: number) => {
    const free = unitsOf(line).filter((key) => !gone.has(key));
    const others = [...picked].filter((key) => !key.startsWith(`${line.line}:`));
    onPick(new Set([...others, ...free.slice(0, wanted)]));
  };
  return (
    <div className="back-lines">
      {page.lines.map((line) => (
        <fieldset className="back-line" key={line.line}>
          <legend>{name(line.sku)}</legend>
          <span className="lk-2">
            {say.unitsOf(count(line.units))} · {say.lineTotal} <Money minor={line.due_minor} />
          </span>
          {line.units > TICKED_MAX ? (
            <UnitCount line={line} name={name(line.sku)} gone={gone} picked={picked} onTake={take} />
          ) : (
            <UnitBoxes line={line} name={name(line.sku)} gone={gone} picked={picked} onToggle={toggle} />
          )}
        </fieldset>
      ))}
    </div>
  );
}

function goneOf(page: OrderPage): Set<string> {
  const spans = page.returns.flatMap((one) => one.units);
  return new Set(spans.flatMap((one) => Array.from({ length: one.count ?? 1 }, (_, at) => `${one.line}:${one.start + at}`)));
}

interface LineProps {
  line: Line;
  name: string;
  gone: ReadonlySet<string>;
  picked: ReadonlySet<string>;
}

function UnitCount({ line, name, gone, picked, onTake }: LineProps & { onTake: (line: Line, wanted: number) => void }) {
  const say = useWords(orderWords);
  const keys = unitsOf(line);
  const free = keys.filter((key) => !gone.has(key)).length;
  return (
    <span className="back-units">
      <InputNumber
        min={0}
        max={free}
        precision={0}
        value={keys.filter((key) => picked.has(key)).length}
        aria-label={say.howMany(name)}
        onChange={(wanted) => onTake(line, wanted ?? 0)}
      />
      {say.ofUnits(count(free))}
    </span>
  );
}

function UnitBoxes({ line, name, gone, picked, onToggle }: LineProps & { onToggle: (key: string) => void }) {
  const say = useWords(orderWords);
  return (
    <span className="back-units">
      {unitsOf(line).map((key, at) => (
        <Checkbox
          key={key}
          checked={picked.has(key)}
          disabled={gone.has(key)}
          aria-label={say.unitName(name, String(at + 1))}
          onChange={() => onToggle(key)}
        >
          {say.unit(String(at + 1))}
          {gone.has(key) && ` · ${say.gone}`}
        </Checkbox>
      ))}
    </span>
  );
}
