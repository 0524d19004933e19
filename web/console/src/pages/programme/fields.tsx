/** Small fields that stand inside a sentence, each bound to a path of the document. */

import { dayOf } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/me.tsx";
import { Input } from "antd";
import { Faulted } from "./Clause.tsx";
import { useField, type At } from "./editing.tsx";
import { DAY_MS, instantAt } from "./zone.ts";

/** A short text. */
export function TextAt({ path, label, wide = false }: At & { wide?: boolean }) {
  const { value, set, fault, id } = useField<string>(path);
  return (
    <Faulted id={id} fault={fault}>
      <Input
        aria-label={label}
        status={fault ? "error" : ""}
        value={value ?? ""}
        onChange={(event) => set(event.target.value || undefined)}
        style={{ width: wide ? 280 : 160, maxWidth: "100%" }}
      />
    </Faulted>
  );
}

/** A day of the shop, kept as the instant at which it begins, or for `ends` at which it is over. */
export function DayAt({ path, label, ends = false }: At & { ends?: boolean }) {
  const { value, set, fault, id } = useField<string | null>(path);
  const { timeZone } = usePlace();
  const shift = ends ? DAY_MS : 0;
  return (
    <Faulted id={id} fault={fault}>
      <Input
        type="date"
        aria-label={label}
        status={fault ? "error" : ""}
        value={value ? dayOf(new Date(Date.parse(value) - shift), timeZone) : ""}
        onChange={({ target }) => set(target.value ? instantAt(target.value, "00:00", timeZone, shift) : undefined)}
        style={{ width: 152 }}
      />
    </Faulted>
  );
}

/** The colour of a card. */
export function ColourAt({ path, label }: At) {
  const { value, set, id, fault } = useField<string>(path);
  return (
    <Faulted id={id} fault={fault}>
      <input
        type="color"
        className="field-colour"
        aria-label={label}
        value={value || "#9aa0a6"}
        onChange={(event) => set(event.target.value)}
      />
    </Faulted>
  );
}
