import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button, Select } from "antd";
import { labelOf, type Operation } from "../pages/members/facts.ts";
import { buildWords } from "./build.words.ts";
import { Choice, OperatorChoice } from "./Choice.tsx";
import { asFact } from "./figures.ts";
import type { Deed, Deeds, Field, Where } from "./tree.ts";
import { Value } from "./Value.tsx";
import { WindowField } from "./WindowField.tsx";

interface EventProps {
  event: string;
  deeds: readonly Deed[];
  onChange: (event: string) => void;
}

/** Which deed. */
export function EventField({ event, deeds, onChange }: EventProps) {
  const say = useWords(buildWords);
  const language = useLanguage();
  const options = deeds.map((one) => ({ value: one.name, label: labelOf(one, language) }));
  return <Choice label={say.event} value={event} onChange={onChange} options={options} />;
}

type Compared = Pick<Where, "op" | "value">;

interface ComparedProps {
  field: Field;
  of: Compared;
  onChange: (of: Compared) => void;
}

/** How a field is compared, and with what. */
export function ComparedField({ field, of, onChange }: ComparedProps) {
  const say = useWords(buildWords);
  const op: Operation = of.op ?? "=";
  const value = of.value ?? null;
  return (
    <>
      <OperatorChoice
        label={say.compared}
        kind={field.kind}
        operators={field.operators}
        value={op}
        onChange={(chosen) => onChange({ op: chosen, value: field.kind === "bool" ? value : null })}
      />
      <Value fact={asFact(field)} row={{ name: field.name, args: [], op, value }} onChange={(found) => onChange({ op, value: found })} />
    </>
  );
}

interface NarrowedProps {
  of: Deeds;
  deeds: readonly Deed[];
  onChange: (of: Deeds) => void;
}

/** When it was done, and which of the deeds count. */
export function Narrowed({ of, deeds, onChange }: NarrowedProps) {
  const say = useWords(buildWords);
  const fields = deeds.find((one) => one.name === of.event)?.fields ?? [];
  const where = of.where ?? [];
  const change = (at: number, one: Where | null) =>
    onChange({ ...of, where: where.flatMap((old, i) => (i === at ? (one ? [one] : []) : [old])) });
  const add = () => {
    const field = fields.find((one) => one.options.length > 0) ?? fields[0];
    if (field) onChange({ ...of, where: [...where, blankWhere(field)] });
  };
  return (
    <>
      <WindowField window={of.window ?? null} onChange={(window) => onChange({ ...of, window })} />
      {where.map((one, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no other name
        <Narrowing key={at} one={one} fields={fields} onChange={(found) => change(at, found)} />
      ))}
      {fields.length > 0 && <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={add}>{say.addWhere}</Button>}
    </>
  );
}

function blankWhere(field: Field): Where {
  return { field: field.name, op: field.operators[0]?.op ?? "=", value: field.kind === "bool" ? true : null };
}

function Narrowing({ one, fields, onChange }: { one: Where; fields: readonly Field[]; onChange: (one: Where | null) => void }) {
  const say = useWords(buildWords);
  const language = useLanguage();
  const field = fields.find((found) => found.name === one.field);
  const choose = (name: string) => {
    const found = fields.find((known) => known.name === name);
    if (found) onChange(blankWhere(found));
  };
  return (
    <span className="build-where">
      <span className="lk-2">{say.where}</span>
      <Select className="where-fact" aria-label={say.field} value={one.field} onChange={choose} options={fields.map((found) => ({ value: found.name, label: labelOf(found, language) }))} />
      {field && <ComparedField field={field} of={one} onChange={(of) => onChange({ field: one.field, ...of })} />}
      <Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={say.dropWhere(field ? labelOf(field, language) : one.field)} onClick={() => onChange(null)} />
    </span>
  );
}
