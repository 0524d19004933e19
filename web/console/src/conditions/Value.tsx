import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Input, InputNumber, Select } from "antd";
import type { Fact, Row } from "../pages/members/facts.ts";
import { membersWords } from "../pages/members/members.words.ts";
import { decimalsOf, optionLabel, optionsOf } from "../pages/members/told.ts";
import type { GoodsKind } from "./goods.ts";
import { GoodsPick, GoodsPicks } from "./GoodsPick.tsx";

/** Facts whose values are goods of the catalogue. */
const GOODS: Readonly<Record<string, GoodsKind>> = {
  "basket.categories": "category",
  "basket.brands": "brand",
  "basket.products": "product",
  "basket.tags": "tag",
  "picks.again": "product",
  "picks.along": "product",
  "picks.upgrade": "product",
  "picks.buy_again": "product",
  "picks.goes_with": "product",
  "picks.upgrades": "product",
};

type One = string | number | boolean | null;

interface ValueProps {
  fact: Fact;
  row: Row;
  onChange: (value: Row["value"]) => void;
}

/** What a fact is compared with: one value, two ends, or several. */
export function Value({ fact, row, onChange }: ValueProps) {
  const say = useWords(membersWords);
  const takes = fact.operators.find((one) => one.op === row.op)?.takes;
  if (takes === "none") return null;
  if (row.op === "between") {
    const [from = null, to = null] = Array.isArray(row.value) ? row.value : [];
    return (
      <>
        <Single fact={fact} row={row} label={say.from} value={from} onChange={(one) => onChange([one ?? "", to ?? ""])} />
        <span>–</span>
        <Single fact={fact} row={row} label={say.to} value={to} onChange={(one) => onChange([from ?? "", one ?? ""])} />
      </>
    );
  }
  const goods = GOODS[fact.name];
  if (goods) return <Goods kind={goods} label={say.value} several={takes === "list"} row={row} onChange={onChange} />;
  if (takes === "list") return <Several fact={fact} row={row} onChange={onChange} />;
  const value = Array.isArray(row.value) ? (row.value[0] ?? null) : row.value;
  return <Single fact={fact} row={row} label={say.value} value={value} onChange={onChange} />;
}

interface GoodsProps extends Pick<ValueProps, "row" | "onChange"> {
  kind: GoodsKind;
  label: string;
  several: boolean;
}

function Goods({ kind, label, several, row, onChange }: GoodsProps) {
  const codes = (Array.isArray(row.value) ? row.value : row.value ? [row.value] : []).map(String);
  if (several) return <GoodsPicks kind={kind} codes={codes} label={label} onChange={onChange} />;
  return <GoodsPick kind={kind} code={codes[0] ?? ""} label={label} onChange={onChange} />;
}

function useOptions(fact: Fact, row: Row) {
  const by = { say: useWords(membersWords), place: usePlace(), language: useLanguage() };
  return optionsOf(fact, row.args).map((one) => ({ value: one.value, label: optionLabel(fact, one, by) }));
}

function Several({ fact, row, onChange }: ValueProps) {
  const say = useWords(membersWords);
  const options = useOptions(fact, row);
  const value = Array.isArray(row.value) ? row.value.map(String) : [];
  const read = (found: string[]) => (fact.kind === "int" ? found.map(Number).filter(Number.isSafeInteger) : found);
  return (
    <Select
      mode={options.length > 0 && fact.kind !== "texts" ? "multiple" : "tags"}
      className="where-wide"
      aria-label={say.value}
      value={value}
      options={options}
      showSearch={{ optionFilterProp: "label" }}
      tokenSeparators={[",", "，", " "]}
      onChange={(found: string[]) => onChange(read(found))}
    />
  );
}

function Single(props: { fact: Fact; row: Row; label: string; value: One; onChange: (value: One) => void }) {
  const { fact, row, label, value, onChange } = props;
  const say = useWords(membersWords);
  const options = useOptions(fact, row);
  const { currency } = usePlace();
  if (fact.kind === "bool") {
    return (
      <Select
        aria-label={label}
        value={value === false ? "no" : "yes"}
        options={[{ value: "yes", label: say.yes }, { value: "no", label: say.no }]}
        onChange={(found) => onChange(found === "yes")}
      />
    );
  }
  if (options.length > 0) {
    const read = (found: string | null) => onChange(found !== null && fact.kind === "int" ? Number(found) : found);
    return <Select aria-label={label} className="where-wide" showSearch={{ optionFilterProp: "label" }} value={value === null ? null : String(value)} options={options} onChange={read} />;
  }
  if (fact.kind === "money" || fact.kind === "int") return <Amount money={fact.kind === "money"} decimals={decimalsOf(fact, row.args, currency)} label={label} value={value} onChange={onChange} />;
  if (fact.kind === "date" || fact.kind === "time") {
    return <Input type={fact.kind} aria-label={label} value={String(value ?? "")} onChange={(event) => onChange(event.target.value)} />;
  }
  return <Input aria-label={label} className="where-wide" placeholder={fact.kind === "month_day" ? "11-11" : ""} value={String(value ?? "")} onChange={(event) => onChange(event.target.value)} />;
}

interface AmountIs {
  money: boolean;
  decimals: number;
  label: string;
  value: One;
  onChange: (value: One) => void;
}

/** An amount, typed with the decimals of what it counts; money is never below zero. */
function Amount({ money, decimals, label, value, onChange }: AmountIs) {
  const scale = 10 ** decimals;
  return (
    <InputNumber<number>
      aria-label={label}
      {...(money ? { min: 0 } : {})}
      precision={decimals}
      value={value === null || value === "" ? null : Number(value) / scale}
      onChange={(found) => onChange(found === null ? null : Math.round(found * scale))}
    />
  );
}
