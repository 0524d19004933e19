import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Input } from "antd";
import { labelOf, type Fact, type Labelled, type Operation } from "../pages/members/facts.ts";
import { membersWords } from "../pages/members/members.words.ts";
import type { Asks } from "./asks.ts";
import { buildWords } from "./build.words.ts";
import { Choice, OperatorChoice } from "./Choice.tsx";
import { GoodsField } from "./GoodsField.tsx";
import { blankFact, type FactRow } from "./tree.ts";
import { Value } from "./Value.tsx";

interface FactProps {
  row: FactRow;
  asks: Asks;
  onChange: (row: FactRow) => void;
}

/** A fact, its arguments, how it compares, and with what. */
export function FactFields({ row, asks, onChange }: FactProps) {
  const say = useWords(membersWords);
  const fact = asks.facts.find((one) => one.name === row.name);
  const op: Operation = row.op ?? "=";
  const anew = (value: FactRow["value"] = null) => (fact?.kind === "bool" ? (row.value ?? null) : value);
  const choose = (name: string) => {
    const found = asks.facts.find((one) => one.name === name);
    if (found) onChange(blankFact(found));
  };
  return (
    <>
      <FactChoice name={row.name} asks={asks} onChange={choose} />
      {fact && <Arguments fact={fact} args={row.args ?? []} onChange={(args) => onChange({ ...row, args, value: anew() })} />}
      {fact && (
        <OperatorChoice label={say.how} kind={fact.kind} operators={fact.operators} value={op} onChange={(chosen) => onChange({ ...row, op: chosen, value: anew() })} />
      )}
      {fact && <Value fact={fact} row={{ name: row.name, args: row.args ?? [], op, value: row.value ?? null }} onChange={(value) => onChange({ ...row, value })} />}
    </>
  );
}

function FactChoice({ name, asks, onChange }: { name: string; asks: Asks; onChange: (name: string) => void }) {
  const say = useWords(membersWords);
  const built = useWords(buildWords);
  const language = useLanguage();
  const own = new Set(asks.own.map((one) => one.name));
  const choices = (facts: readonly Fact[]) => facts.map((one) => ({ value: one.name, label: labelOf(one, language) }));
  const ofMembers = choices(asks.facts.filter((one) => one.name !== "segment" && !own.has(one.name)));
  const options = own.size === 0 ? ofMembers : [
    { value: "+own", label: built.ofHere, options: choices(asks.own) },
    { value: "+members", label: built.ofMember, options: ofMembers },
  ];
  return <Choice label={say.fact} value={name} onChange={onChange} options={options} />;
}

interface ArgumentsProps {
  fact: Fact;
  args: string[];
  onChange: (args: string[]) => void;
}

/** What a fact is asked about. */
export function Arguments({ fact, args, onChange }: ArgumentsProps) {
  return fact.arguments.map((argument, place) =>
    argument.name === "goods" ? (
      <GoodsField key="goods" value={args[0] ?? ""} onChange={(found) => onChange(found === "" ? [] : [found])} />
    ) : (
      <Argument
        key={argument.name}
        options={argument.options}
        value={args[place] ?? ""}
        onChange={(found) => onChange(args.map((one, i) => (i === place ? found : one)))}
      />
    ),
  );
}

interface ArgumentProps {
  options: readonly Labelled[];
  value: string;
  onChange: (value: string) => void;
}

function Argument({ options, value, onChange }: ArgumentProps) {
  const say = useWords(membersWords);
  const language = useLanguage();
  if (options.length === 0) {
    return <Input className="where-op" aria-label={say.which} value={value} onChange={(event) => onChange(event.target.value)} />;
  }
  const choices = options.map((one) => ({ value: one.value, label: labelOf(one, language) }));
  return <Choice label={say.which} value={value} options={choices} onChange={onChange} />;
}
