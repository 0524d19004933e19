import { DeleteOutlined, MinusOutlined, PlusOutlined } from "@ant-design/icons";
import { Money } from "@liuke/kit/figures.tsx";
import { money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useEffect, useRef } from "react";
import { grossOf, type Line } from "../../basket/basket.ts";
import { savingsOf } from "../../basket/told.ts";
import type { Quoted } from "../../basket/useQuote.ts";
import { useNames } from "../../desk/counter.tsx";
import { saleWords } from "./sale.words.ts";

interface Given {
  lines: readonly Line[];
  quoted: Quoted;
  chosen: number | null;
  onChoose: (id: number) => void;
  onUnits: (id: number, units: number) => void;
  onRemove: (line: Line) => void;
}

/** What is being sold: each line with its units, its price and every saving on it. */
export function Goods({ lines, quoted, chosen, onChoose, onUnits, onRemove }: Given) {
  const say = useWords(saleWords);
  if (lines.length === 0) return <p className="till-empty">{say.empty}</p>;
  return (
    <ol className="till-lines" aria-label={say.goods}>
      {lines.map((line, at) => (
        <GoodsLine
          key={line.id}
          line={line}
          at={at}
          quoted={quoted}
          chosen={line.id === chosen}
          onChoose={() => onChoose(line.id)}
          onUnits={(units) => onUnits(line.id, units)}
          onRemove={() => onRemove(line)}
        />
      ))}
    </ol>
  );
}

interface LineGiven {
  line: Line;
  at: number;
  quoted: Quoted;
  chosen: boolean;
  onChoose: () => void;
  onUnits: (units: number) => void;
  onRemove: () => void;
}

function GoodsLine({ line, at, quoted, chosen, onChoose, onUnits, onRemove }: LineGiven) {
  const say = useWords(saleWords);
  const nameOf = useNames();
  const { currency } = usePlace();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const savings = quoted.stale ? [] : savingsOf(quoted.decision, at);
  return (
    <li ref={row} className={chosen ? "till-line till-line-chosen" : "till-line"} aria-current={chosen}>
      <span className="till-line-no lk-num">{at + 1}</span>
      <button type="button" className="till-line-what" onClick={onChoose}>
        <span>{line.name}</span>
        <small className="lk-2 lk-num">
          {line.weighed ? say.grams(line.grams) : say.each(line.units, money(line.price_minor, currency))}
        </small>
      </button>
      <div className="till-line-acts">
        {!line.weighed && (
          <>
            <button type="button" aria-label={say.fewer(line.name)} onClick={() => onUnits(line.units - 1)}>
              <MinusOutlined />
            </button>
            <button type="button" aria-label={say.more(line.name)} onClick={() => onUnits(line.units + 1)}>
              <PlusOutlined />
            </button>
          </>
        )}
        <button type="button" aria-label={say.remove(line.name)} onClick={onRemove}>
          <DeleteOutlined />
        </button>
      </div>
      <div className={quoted.stale ? "till-line-sum till-stale" : "till-line-sum"}>
        <Money minor={grossOf(line)} />
      </div>
      {savings.length > 0 && (
        <ul className="till-savings">
          {savings.map((saving) => (
            <li key={`${saving.rule} ${saving.coupon}`}>
              <span>{nameOf(saving.rule)}</span>
              <Money minor={-saving.minor} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
