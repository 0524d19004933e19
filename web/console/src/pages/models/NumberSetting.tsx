import { figure } from "@liuke/kit/formats.ts";
import type { Fault } from "@liuke/kit/problem.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { InputNumber } from "antd";
import type { ReactNode } from "react";
import type { Field } from "./draft.ts";
import { settingsWords } from "./settings.words.ts";

interface Props {
  of: Field;
  /** As the server counts it; null where it was emptied. */
  value: number | null;
  fault: Fault | null;
  readOnly: boolean;
  onChange: (value: number | null) => void;
}

/** One number: what it is, its value in its unit, who set it, and the way back to the default. */
export function NumberSetting({ of, value, fault, readOnly, onChange }: Props) {
  const say = useWords(settingsWords);
  const english = useLanguage() === "en";
  const scale = 10 ** of.decimals;
  const told = (raw: number) => `${figure(raw, of.decimals).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")}`;
  const id = `setting-${of.path}`;
  return (
    <Setting
      id={id}
      label={english ? of.label : of.label_zh}
      effect={english ? of.effect : of.effect_zh}
      fault={fault}
      own={value !== of.default}
      bounds={say.bounds(`${told(of.default)}${of.unit === "percent" ? "" : " "}${say.units[of.unit]}`, told(of.least), told(of.most))}
      onDefault={readOnly ? undefined : () => onChange(of.default)}
    >
      <InputNumber
        id={id}
        aria-describedby={`${id}-told`}
        status={fault ? "error" : ""}
        value={value === null ? null : value / scale}
        suffix={say.units[of.unit]}
        readOnly={readOnly}
        onChange={(made) => onChange(made === null ? null : Math.round(Number(made) * scale))}
      />
    </Setting>
  );
}

interface SettingProps {
  id: string;
  label: string;
  effect: string;
  bounds: string;
  fault: Fault | null;
  /** Whether it differs from the default. */
  own: boolean;
  onDefault: (() => void) | undefined;
  children: ReactNode;
}

/** The row of a setting: name and effect, the field, where the value comes from. */
export function Setting({ id, label, effect, bounds, fault, own, onDefault, children }: SettingProps) {
  const say = useWords(settingsWords);
  return (
    <div className="setting">
      <div>
        <label htmlFor={id}>{label}</label>
        <p className="lk-2">{effect}</p>
      </div>
      <div>
        {children}
        {fault && <Reason of={fault} />}
      </div>
      <div className="setting-source" id={`${id}-told`}>
        <span>{own ? <strong>{say.own}</strong> : <span className="lk-2">{say.default}</span>}</span>
        <small className="lk-2">{bounds}</small>
        {own && onDefault && (
          <button type="button" className="lk-link" aria-label={say.toDefaultOf(label)} onClick={onDefault}>{say.toDefault}</button>
        )}
      </div>
    </div>
  );
}

/** Why the server would not take a field. */
export function Reason({ of }: { of: Fault }) {
  const english = useLanguage() === "en";
  return <p role="alert" className="settings-fault">{english ? of.reason : of.reason_zh}</p>;
}
