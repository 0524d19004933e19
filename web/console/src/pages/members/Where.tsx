import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Input, Segmented, Select } from "antd";
import { useState } from "react";
import { labelOf, useFacts, type Fact, type Facts, type Row, type Wish } from "./facts.ts";
import { membersWords } from "./members.words.ts";
import { isComplete, operatorOf } from "./told.ts";
import { Value } from "./Value.tsx";

function blank(fact: Fact): Row {
  const op = fact.operators[0]?.op ?? "=";
  return {
    name: fact.name,
    args: fact.arguments.map((one) => one.options[0]?.value ?? ""),
    op,
    value: fact.kind === "bool" ? true : null,
  };
}

/** Conditions as rows that read as a sentence. */
export function Where({ wish, onApply }: { wish: Wish; onApply: (wish: Wish) => void }) {
  const say = useWords(membersWords);
  const facts = useFacts().data ?? [];
  const [now, edit] = useState<Wish>(wish);
  const change = (at: number, row: Row) => edit({ ...now, rows: now.rows.map((one, i) => (i === at ? row : one)) });
  const add = () => {
    const fact = facts.find((one) => one.name === "orders.last_on") ?? facts[0];
    if (fact) edit({ ...now, rows: [...now.rows, blank(fact)] });
  };
  const ready = isComplete(now, facts);
  return (
    <section className="card where" aria-label={say.filter}>
      <div className="where-head">
        <h2>{say.where}</h2>
        {now.rows.length > 1 && (
          <Segmented
            value={now.every ? "every" : "some"}
            onChange={(how) => edit({ ...now, every: how === "every" })}
            options={[{ value: "every", label: say.every }, { value: "some", label: say.some }]}
          />
        )}
      </div>
      {now.rows.map((row, at) => (
        <Condition
          // oxlint-disable-next-line react/no-array-index-key -- rows have no other name
          key={at}
          at={at}
          row={row}
          facts={facts}
          joined={at === 0 ? "" : now.every ? say.and : say.or}
          onChange={(changed) => change(at, changed)}
          onDrop={() => edit({ ...now, rows: now.rows.filter((_, i) => i !== at) })}
        />
      ))}
      <div className="where-acts">
        <Button icon={<PlusOutlined aria-hidden />} onClick={add}>{say.add}</Button>
        <Button type="primary" disabled={!ready} onClick={() => onApply(now)}>{say.apply}</Button>
        {!ready && <span className="lk-2">{say.noArgument}</span>}
      </div>
    </section>
  );
}

interface ConditionProps {
  at: number;
  row: Row;
  facts: Facts;
  joined: string;
  onChange: (row: Row) => void;
  onDrop: () => void;
}

function Condition({ at, row, facts, joined, onChange, onDrop }: ConditionProps) {
  const say = useWords(membersWords);
  const language = useLanguage();
  const fact = facts.find((one) => one.name === row.name);
  const choose = (name: string) => {
    const found = facts.find((one) => one.name === name);
    if (found) onChange(blank(found));
  };
  return (
    <div className="where-row">
      <span className="lk-2 where-join">{joined}</span>
      <Select
        className="where-fact"
        aria-label={say.fact}
        showSearch={{ optionFilterProp: "label" }}
        value={row.name}
        onChange={choose}
        options={facts.map((one) => ({ value: one.name, label: labelOf(one, language) }))}
      />
      {fact?.arguments.map((argument, place) => (
        <Argument
          key={argument.name}
          options={argument.options.map((one) => ({ value: one.value, label: labelOf(one, language) }))}
          value={row.args[place] ?? ""}
          onChange={(found) => onChange({ ...row, args: row.args.map((one, i) => (i === place ? found : one)), value: null })}
        />
      ))}
      {fact && (
        <Select
          className="where-op"
          aria-label={say.how}
          value={row.op}
          onChange={(op: Row["op"]) => onChange({ ...row, op, value: fact.kind === "bool" ? row.value : null })}
          options={fact.operators.map(({ op }) => ({ value: op, label: operatorOf(op, fact.kind, say) }))}
        />
      )}
      {fact && <Value fact={fact} row={row} onChange={(value) => onChange({ ...row, value })} />}
      <Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={say.drop(String(at + 1))} onClick={onDrop} />
    </div>
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
