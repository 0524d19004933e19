/** Choices that stand inside a sentence: one, several, yes or no. */

import { Select, Switch } from "antd";
import { Faulted } from "./Clause.tsx";
import { beforeOf, useField, type At } from "./editing.tsx";

interface Choice {
  value: string;
  label: string;
}

/** One of some choices. */
export function ChoiceAt({ path, label, told = false, options, none }: At & { options: Choice[]; none?: string }) {
  const { value, set, fault, id } = useField<string>(path);
  return (
    <Faulted id={id} fault={fault} before={beforeOf({ told, label })}>
      <Select
        aria-label={label}
        status={fault ? "error" : ""}
        value={value ?? none ?? ""}
        options={options}
        popupMatchSelectWidth={false}
        onChange={(made: string) => set(made === none ? undefined : made)}
        style={{ minWidth: 112 }}
      />
    </Faulted>
  );
}

/** Several of some choices, or typed codes where there is no list. */
export function ManyAt(props: At & { options?: Choice[]; hint: string; numbers?: boolean }) {
  const { path, label, told = false, options, hint, numbers = false } = props;
  const { value, set, fault, id } = useField<(string | number)[]>(path);
  const read = (made: string[]) => (numbers ? made.map(Number).filter((one) => !Number.isNaN(one)) : made);
  return (
    <Faulted id={id} fault={fault} before={beforeOf({ told, label })}>
      <Select
        mode={options ? "multiple" : "tags"}
        aria-label={label}
        status={fault ? "error" : ""}
        value={(value ?? []).map(String)}
        options={options ?? []}
        placeholder={hint}
        optionFilterProp="label"
        tokenSeparators={[",", "，", " "]}
        onChange={(made: string[]) => set(made.length ? read(made) : undefined)}
        style={{ minWidth: 176, maxWidth: "100%" }}
      />
    </Faulted>
  );
}

/** Yes or no; what is left out means no, or yes `unless` it is said. */
export function SwitchAt({ path, label, unless = false }: At & { unless?: boolean }) {
  const { value, set, id, fault } = useField<boolean>(path);
  return (
    <Faulted id={id} fault={fault}>
      <label className="field-switch">
        <Switch aria-label={label} checked={value ?? unless} onChange={(made) => set(made === unless ? undefined : made)} /> {label}
      </label>
    </Faulted>
  );
}
