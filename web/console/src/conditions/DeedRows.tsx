import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import { labelOf, type Facts } from "../pages/members/facts.ts";
import { buildWords } from "./build.words.ts";
import { ComparedField, EventField, Narrowed } from "./DeedFields.tsx";
import { figureOf } from "./figures.ts";
import type { Deed, Deeds, DidRow, SequenceRow } from "./tree.ts";
import { Whole } from "./WindowField.tsx";

const FIGURES = ["count", "sum", "avg", "min", "max", "last", "distinct"] as const;
type Figure = (typeof FIGURES)[number];
const NUMBERS = new Set(["int", "money"]);

interface DidProps {
  row: DidRow;
  facts: Facts;
  deeds: readonly Deed[];
  onChange: (row: DidRow) => void;
}

/** A deed, a figure of it, how it compares, when, and which deeds count. */
export function DidFields({ row, facts, deeds, onChange }: DidProps) {
  const say = useWords(buildWords);
  const language = useLanguage();
  const figure: Figure = row.agg ?? "count";
  const fields = deeds.find((one) => one.name === row.event)?.fields ?? [];
  const summed = fields.filter((one) => figure === "distinct" || figure === "last" || NUMBERS.has(one.kind));
  const numbers = facts.find((one) => one.name === "orders.count")?.operators ?? [];
  const compared = figureOf(row, deeds, numbers.filter((one) => one.takes !== "none"));
  const choose = (agg: Figure) => onChange({ ...row, agg, field: agg === "count" || agg === "last" ? "" : (fields.find((one) => agg === "distinct" || NUMBERS.has(one.kind))?.name ?? ""), op: ">=", value: null });
  return (
    <>
      <EventField event={row.event} deeds={deeds} onChange={(event) => onChange({ ...row, event, agg: "count", field: "", where: [], op: ">=", value: 1 })} />
      <Select<Figure> className="where-op" aria-label={say.figure} value={figure} onChange={choose} options={FIGURES.map((one) => ({ value: one, label: say[one] }))} />
      {figure !== "count" && (
        <Select
          className="where-fact"
          aria-label={say.field}
          value={row.field ?? ""}
          onChange={(field: string) => onChange({ ...row, field, value: null })}
          options={[...(figure === "last" ? [{ value: "", label: say.date }] : []), ...summed.map((one) => ({ value: one.name, label: labelOf(one, language) }))]}
        />
      )}
      <ComparedField field={compared} of={{ op: row.op ?? ">=", value: row.value ?? null }} onChange={(of) => onChange({ ...row, ...of })} />
      <Narrowed of={row} deeds={deeds} onChange={(of) => onChange({ ...row, where: of.where ?? [], window: of.window ?? null })} />
    </>
  );
}

interface SequenceProps {
  row: SequenceRow;
  deeds: readonly Deed[];
  onChange: (row: SequenceRow) => void;
}

/** One deed, and whether another followed it in time. */
export function SequenceFields({ row, deeds, onChange }: SequenceProps) {
  const say = useWords(buildWords);
  const days = row.within?.days ?? null;
  return (
    <>
      <span className="lk-2">{say.first}</span>
      <Part of={row.first} deeds={deeds} onChange={(first) => onChange({ ...row, first })} />
      <Select
        className="where-op"
        aria-label={say.followed}
        value={row.negate ? "never" : "then"}
        onChange={(how) => onChange({ ...row, negate: how === "never" })}
        options={[{ value: "then", label: say.after }, { value: "never", label: say.never }]}
      />
      <Whole label={say.within} least={1} most={3_660} value={days} onChange={(found) => onChange({ ...row, within: found ? { days: found } : null })} />
      <span className="lk-2">{say.withinDays}</span>
      {/* oxlint-disable-next-line unicorn/no-thenable -- the name of the second deed; nobody awaits it */}
      <Part of={row.then} deeds={deeds} onChange={(then) => onChange({ ...row, then })} />
    </>
  );
}

function Part({ of, deeds, onChange }: { of: Deeds; deeds: readonly Deed[]; onChange: (of: Deeds) => void }) {
  return (
    <span className="build-part">
      <EventField event={of.event} deeds={deeds} onChange={(event) => onChange({ event, where: [], window: of.window ?? null })} />
      <Narrowed of={of} deeds={deeds} onChange={onChange} />
    </span>
  );
}
