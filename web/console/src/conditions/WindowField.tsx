import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { InputNumber, Select } from "antd";
import { buildWords } from "./build.words.ts";
import type { Window } from "./tree.ts";

interface Props {
  window: Window | null;
  onChange: (window: Window | null) => void;
}

const KINDS = ["ever", "days", "hours", "ago", "calendar", "between"] as const;
const UNITS = ["week", "month", "quarter", "year"] as const;
type WindowKind = (typeof KINDS)[number];

function start(kind: WindowKind): Window | null {
  if (kind === "days") return { kind, last: 30 };
  if (kind === "hours") return { kind, last: 24 };
  if (kind === "ago") return { kind, from: null, to: 30 };
  if (kind === "calendar") return { kind, unit: "month", back: 0 };
  return kind === "between" ? { kind, from: null, to: null } : null;
}

/** When: ever, the last days or hours, days ago, a period of the calendar, between dates. */
export function WindowField({ window, onChange }: Props) {
  const say = useWords(buildWords);
  return (
    <>
      <Select<WindowKind>
        className="where-op"
        aria-label={say.window}
        value={window?.kind ?? "ever"}
        onChange={(kind) => onChange(start(kind))}
        options={KINDS.map((kind) => ({ value: kind, label: say[kind] }))}
      />
      {window && <Ends window={window} onChange={onChange} />}
    </>
  );
}

function Ends({ window, onChange }: { window: Window; onChange: (window: Window) => void }) {
  const say = useWords(buildWords);
  if (window.kind === "days" || window.kind === "hours") {
    const most = window.kind === "days" ? 36_500 : 8_784;
    return <Whole label={say.howMany} least={1} most={most} value={window.last} onChange={(last) => onChange({ ...window, last: last ?? 1 })} />;
  }
  if (window.kind === "ago") {
    return (
      <>
        <Whole label={say.fromAgo} value={window.from ?? null} onChange={(from) => onChange({ ...window, from })} />
        <span>–</span>
        <Whole label={say.toAgo} value={window.to} onChange={(to) => onChange({ ...window, to: to ?? 0 })} />
      </>
    );
  }
  if (window.kind === "between") {
    return (
      <>
        <DayField aria-label={say.fromOn} value={window.from ?? ""} until={window.to ?? undefined} onChange={(day) => onChange({ ...window, from: day || null })} />
        <span>–</span>
        <DayField aria-label={say.toOn} value={window.to ?? ""} from={window.from ?? undefined} onChange={(day) => onChange({ ...window, to: day || null })} />
      </>
    );
  }
  const backs = [0, 1, 2, 3, 4, 5, 6, 12];
  return (
    <>
      <Select aria-label={say.unit} value={window.unit} onChange={(unit) => onChange({ ...window, unit })} options={UNITS.map((unit) => ({ value: unit, label: say[unit] }))} />
      <Select
        aria-label={say.back}
        className="where-op"
        value={window.back ?? 0}
        onChange={(back) => onChange({ ...window, back })}
        options={backs.map((n) => ({ value: n, label: n === 0 ? say.thisOne(say[window.unit]) : say.backN(String(n), say[window.unit]) }))}
      />
    </>
  );
}

interface WholeProps {
  label: string;
  value: number | null;
  least?: number;
  most?: number;
  onChange: (value: number | null) => void;
}

/** A whole number, short. */
export function Whole({ label, value, least = 0, most = 36_500, onChange }: WholeProps) {
  return <InputNumber<number> className="build-number" aria-label={label} min={least} max={most} precision={0} value={value} onChange={onChange} />;
}
