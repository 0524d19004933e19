import { usePlace } from "@liuke/kit/me.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Input, InputNumber, Select } from "antd";
import type { Fact, Row } from "./facts.ts";
import { membersWords } from "./members.words.ts";
import { optionLabel, optionsOf } from "./told.ts";

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
  if (takes === "list") return <Several fact={fact} row={row} onChange={onChange} />;
  const value = Array.isArray(row.value) ? (row.value[0] ?? null) : row.value;
  return <Single fact={fact} row={row} label={say.value} value={value} onChange={onChange} />;
}

function useOptions(fact: Fact, row: Row) {
  const by = { say: useWords(membersWords), place: usePlace(), language: useLanguage() };
  return optionsOf(fact, row.args).map((one) => ({ value: one.value, label: optionLabel(fact, one, by) }));
}

function Several({ fact, row, onChange }: ValueProps) {
  const say = useWords(membersWords);
  const options = useOptions(fact, row);
  const value = Array.isArray(row.value) ? row.value.map(String) : [];
  return (
    <Select
      mode={options.length > 0 && fact.kind !== "texts" ? "multiple" : "tags"}
      className="where-wide"
      aria-label={say.value}
      value={value}
      options={options}
      onChange={(found: string[]) => onChange(found)}
    />
  );
}

function Single(props: { fact: Fact; row: Row; label: string; value: One; onChange: (value: One) => void }) {
  const { fact, row, label, value, onChange } = props;
  const say = useWords(membersWords);
  const options = useOptions(fact, row);
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
  if (fact.kind === "money") {
    return (
      <InputNumber<number> aria-label={label} min={0} precision={2} value={value === null || value === "" ? null : Number(value) / 100} onChange={(found) => onChange(found === null ? null : Math.round(found * 100))} />
    );
  }
  if (fact.kind === "int") {
    return <InputNumber<number> aria-label={label} precision={0} value={value === null || value === "" ? null : Number(value)} onChange={onChange} />;
  }
  if (fact.kind === "date") {
    return <Input type="date" aria-label={label} value={String(value ?? "")} onChange={(event) => onChange(event.target.value)} />;
  }
  if (options.length > 0) {
    return <Select aria-label={label} className="where-wide" showSearch={{ optionFilterProp: "label" }} value={value === null ? null : String(value)} options={options} onChange={(found: string | null) => onChange(found)} />;
  }
  return <Input aria-label={label} className="where-wide" value={String(value ?? "")} onChange={(event) => onChange(event.target.value)} />;
}
