import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Input, Select } from "antd";
import { labelOf, type Facts, type Operation } from "../../members/facts.ts";
import { membersWords } from "../../members/members.words.ts";
import { operatorOf } from "../../members/told.ts";
import { Value } from "../../members/Value.tsx";
import { blankFact, type FactRow } from "./tree.ts";

interface FactProps {
  row: FactRow;
  facts: Facts;
  onChange: (row: FactRow) => void;
}

/** A fact, its arguments, how it compares, and with what. */
export function FactFields({ row, facts, onChange }: FactProps) {
  const say = useWords(membersWords);
  const language = useLanguage();
  const fact = facts.find((one) => one.name === row.name);
  const args = row.args ?? [];
  const op: Operation = row.op ?? "=";
  const choose = (name: string) => {
    const found = facts.find((one) => one.name === name);
    if (found) onChange(blankFact(found));
  };
  const choice = facts.filter((one) => one.name !== "segment");
  return (
    <>
      <Select
        className="where-fact"
        aria-label={say.fact}
        showSearch={{ optionFilterProp: "label" }}
        value={row.name}
        onChange={choose}
        options={choice.map((one) => ({ value: one.name, label: labelOf(one, language) }))}
      />
      {fact?.arguments.map((argument, place) => (
        <Argument
          key={argument.name}
          options={argument.options.map((one) => ({ value: one.value, label: labelOf(one, language) }))}
          value={args[place] ?? ""}
          onChange={(found) => onChange({ ...row, args: args.map((one, i) => (i === place ? found : one)), value: fact.kind === "bool" ? (row.value ?? null) : null })}
        />
      ))}
      {fact && (
        <Select
          className="where-op"
          aria-label={say.how}
          value={op}
          onChange={(chosen: Operation) => onChange({ ...row, op: chosen, value: fact.kind === "bool" ? (row.value ?? null) : null })}
          options={fact.operators.map((one) => ({ value: one.op, label: operatorOf(one.op, fact.kind, say) }))}
        />
      )}
      {fact && <Value fact={fact} row={{ name: row.name, args, op, value: row.value ?? null }} onChange={(value) => onChange({ ...row, value })} />}
    </>
  );
}

interface ArgumentProps {
  options: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}

function Argument({ options, value, onChange }: ArgumentProps) {
  const say = useWords(membersWords);
  if (options.length === 0) {
    return <Input className="where-op" aria-label={say.which} value={value} onChange={(event) => onChange(event.target.value)} />;
  }
  return <Select className="where-fact" aria-label={say.which} showSearch={{ optionFilterProp: "label" }} value={value} options={options} onChange={onChange} />;
}
