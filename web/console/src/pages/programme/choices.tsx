/** Choices that stand inside a sentence: one, several, yes or no. */

import { Select, Switch } from "antd";
import { useMemo } from "react";
import { Faulted } from "./Clause.tsx";
import { beforeOf, useField, type At } from "./editing.tsx";
import { useStill } from "./still.ts";

interface Choice {
  value: string;
  label: string;
}

const NONE: Choice[] = [];

/** One of some choices. */
export function ChoiceAt({ path, label, told = false, options, none }: At & { options: Choice[]; none?: string }) {
  const { value, set, fault, id } = useField<string>(path);
  const offered = useStill(options);
  // A form has dozens of boxes, and a key changes one.
  const box = useMemo(
    () => (
      <Select
        aria-label={label}
        status={fault ? "error" : ""}
        value={value ?? none ?? ""}
        options={offered}
        popupMatchSelectWidth={false}
        onChange={(made: string) => set(made === none ? undefined : made)}
        style={{ minWidth: 112 }}
      />
    ),
    [label, fault, value, none, offered, set],
  );
  return (
    <Faulted id={id} fault={fault} before={beforeOf({ told, label })}>
      {box}
    </Faulted>
  );
}

/** Several of some choices, or typed codes where there is no list. */
export function ManyAt(props: At & { options?: Choice[]; hint: string; numbers?: boolean }) {
  const { path, label, told = false, options, hint, numbers = false } = props;
  const { value, set, fault, id } = useField<(string | number)[]>(path);
  const offered = useStill(options ?? NONE);
  const mode = options ? "multiple" : "tags";
  const box = useMemo(() => {
    const read = (made: string[]) => (numbers ? made.map(Number).filter((one) => !Number.isNaN(one)) : made);
    return (
      <Select
        mode={mode}
        aria-label={label}
        status={fault ? "error" : ""}
        value={(value ?? []).map(String)}
        options={offered}
        placeholder={hint}
        optionFilterProp="label"
        tokenSeparators={[",", "，", " "]}
        onChange={(made: string[]) => set(made.length ? read(made) : undefined)}
        style={{ minWidth: 176, maxWidth: "100%" }}
      />
    );
  }, [label, fault, value, mode, offered, hint, numbers, set]);
  return (
    <Faulted id={id} fault={fault} before={beforeOf({ told, label })}>
      {box}
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
