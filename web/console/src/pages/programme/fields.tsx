/** Small fields that stand inside a sentence, each bound to a path of the document. */

import { DayField } from "@liuke/kit/desk/DayField.tsx";
import { TimeField } from "@liuke/kit/desk/TimeField.tsx";
import { laterBy, timeOf } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Input } from "antd";
import { useCallback, useMemo } from "react";
import { Faulted } from "./Clause.tsx";
import { beforeOf, useField, type At } from "./editing.tsx";
import { windowWords } from "./window.words.ts";
import { clockOf, instantAt } from "./zone.ts";

/** A short text. */
export function TextAt({ path, label, told = false, wide = false }: At & { wide?: boolean }) {
  const { value, set, fault, id } = useField<string>(path);
  return (
    <Faulted id={id} fault={fault} before={beforeOf({ told, label })}>
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

/** A text of some sentences. */
export function LongAt({ path, label }: At) {
  const { value, set, fault, id } = useField<string>(path);
  return (
    <Faulted id={id} fault={fault}>
      <Input.TextArea
        aria-label={label}
        status={fault ? "error" : ""}
        rows={3}
        value={value ?? ""}
        onChange={(event) => set(event.target.value || undefined)}
        style={{ width: 560, maxWidth: "100%" }}
      />
    </Faulted>
  );
}

/** What the boxes of an instant show: a day, and a time of it unless it begins or, for `ends`, closes a day. */
function shownOf(value: string | null | undefined, timeZone: string, ends: boolean): { on: string; time: string } {
  if (!value) return { on: "", time: "" };
  const { on, time } = clockOf(value, timeZone);
  return time === "00:00" ? { on: ends ? laterBy(on, -1) : on, time: "" } : { on, time };
}

/** An instant of the shop's clock; a day without a time means all of it. */
export function MomentAt({ path, label, told = false, ends = false }: At & { ends?: boolean }) {
  const { value, set, fault, id } = useField<string | null>(path);
  const { timeZone } = usePlace();
  const say = useWords(windowWords);
  const { on, time } = shownOf(value, timeZone, ends);
  const put = useCallback(
    (day: string, clock: string) => {
      const midnight = clock === "" || clock === "00:00";
      set(day ? instantAt(midnight && ends ? laterBy(day, 1) : day, clock || "00:00", timeZone) : undefined);
    },
    [set, ends, timeZone],
  );
  // A calendar is the dearest box of a form to draw anew.
  const box = useMemo(
    () => <DayField aria-label={label} value={on} onChange={(day) => put(day, time)} />,
    [label, on, time, put],
  );
  return (
    <Faulted id={id} fault={fault} before={beforeOf({ told, label })}>
      {box}
      {on && (
        <TimeField
          className="field-time"
          aria-label={say.timeOf(label)}
          value={time}
          placeholder={ends ? "24:00" : "00:00"}
          // What is no time changes nothing; none at all means the whole day.
          onChange={(typed) => put(on, typed === "" ? "" : (timeOf(typed) ?? time))}
        />
      )}
      {on && ends && !time && <span className="lk-2">{say.inclusive}</span>}
    </Faulted>
  );
}

/** A day as the calendar writes it. */
export function DateAt({ path, label, told = false }: At) {
  const { value, set, fault, id } = useField<string | null>(path);
  return (
    <Faulted id={id} fault={fault} before={beforeOf({ told, label })}>
      <DayField aria-label={label} value={value ?? ""} onChange={(day) => set(day || undefined)} />
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
