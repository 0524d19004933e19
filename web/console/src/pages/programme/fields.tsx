/** Small fields that stand inside a sentence, each bound to a path of the document. */

import { dayOf, money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/me.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Input, InputNumber, Select, Switch } from "antd";
import type { ReactNode } from "react";
import type { Path } from "./document.ts";
import { useField } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";
import { DAY_MS, instantAt } from "./zone.ts";

interface At {
  path: Path;
  label: string;
}

/** A field with what is wrong with it beneath. */
function Faulted({ id, fault, children }: { id: string; fault: string | undefined; children: ReactNode }) {
  return (
    <span className="field" id={id}>
      {children}
      {fault && (
        <span className="field-fault" role="alert">
          {fault}
        </span>
      )}
    </span>
  );
}

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

interface NumberIs extends At {
  min?: number;
  none?: number;
  scale?: number;
  suffix?: string;
  hint?: string;
}

export function NumberAt({ path, label, min = 0, none, scale = 1, suffix, hint }: NumberIs) {
  const { value, set, fault, id } = useField<number | null>(path);
  const say = useWords(editorWords);
  const shown = value === undefined || value === null ? (none ?? null) : value / scale;
  return (
    <Faulted id={id} fault={fault}>
      <InputNumber
        aria-label={label}
        status={fault ? "error" : ""}
        min={min}
        value={shown}
        suffix={suffix}
        placeholder={none === undefined ? (hint ?? say.unlimited) : ""}
        onChange={(made) => set(made === null ? undefined : Math.round(made * scale))}
        style={{ width: suffix ? 128 : 96 }}
      />
    </Faulted>
  );
}

export function MoneyAt({ path, label, optional = false, hint }: At & { optional?: boolean; hint?: string }) {
  const { value, set, fault, id } = useField<number | null>(path);
  const say = useWords(editorWords);
  const symbol = money(0, usePlace().currency).replace(/[\d.,]/g, "");
  return (
    <Faulted id={id} fault={fault}>
      <InputNumber
        aria-label={label}
        status={fault ? "error" : ""}
        min={0}
        step={1}
        precision={2}
        prefix={symbol}
        placeholder={optional ? (hint ?? say.unlimited) : ""}
        value={value === undefined || value === null ? null : value / 100}
        onChange={(made) => set(made === null ? undefined : Math.round(made * 100))}
        style={{ width: 136 }}
      />
    </Faulted>
  );
}

/** Read what people type for a discount: 85 折, 8.5 折 and 85 all pay 85 of a hundred. */
export function paidOf(typed: number): number {
  return typed <= 10 ? typed * 10 : typed;
}

/** A discount in basis points, typed as 8.5 折 or as 15% off, told back in money. */
export function DiscountAt({ path, label, none = 0 }: At & { none?: number }) {
  const { value = none, set, fault, id } = useField<number>(path);
  const language = useLanguage();
  const say = useWords(editorWords);
  const paid = 100 - value / 100;
  const english = language === "en";
  return (
    <Faulted id={id} fault={fault}>
      <InputNumber
        aria-label={label}
        status={fault ? "error" : ""}
        min={0}
        max={100}
        value={english ? value / 100 : paid / 10}
        suffix={say.off}
        onChange={(made) => {
          if (made === null) return;
          set(Math.round((english ? made : 100 - paidOf(made)) * 100));
        }}
        style={{ width: 112 }}
      />
      <span className="lk-2 field-echo">{say.pays(String(Math.round(paid * 100) / 100))}</span>
    </Faulted>
  );
}

interface Choice {
  value: string;
  label: string;
}

export function ChoiceAt({ path, label, options, none }: At & { options: Choice[]; none?: string }) {
  const { value, set, fault, id } = useField<string>(path);
  return (
    <Faulted id={id} fault={fault}>
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
  const { path, label, options, hint, numbers = false } = props;
  const { value, set, fault, id } = useField<(string | number)[]>(path);
  const read = (made: string[]) => (numbers ? made.map(Number).filter((one) => !Number.isNaN(one)) : made);
  return (
    <Faulted id={id} fault={fault}>
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

export function SwitchAt({ path, label }: At) {
  const { value, set, id, fault } = useField<boolean>(path);
  return (
    <Faulted id={id} fault={fault}>
      <label className="field-switch">
        <Switch aria-label={label} checked={value ?? false} onChange={(made) => set(made || undefined)} /> {label}
      </label>
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

/** A line of a form that reads as a sentence: its question at left, words and fields at right. */
export function Clause({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="clause">
      <span className="clause-title">{title}</span>
      <div className="clause-words">{children}</div>
    </div>
  );
}

/** Rare fields under a closed heading that says how many are set. */
export function Rare({ set, children }: { set: number; children: ReactNode }) {
  const say = useWords(editorWords);
  return (
    <details className="rare">
      <summary>{say.rare(set)}</summary>
      <div className="rare-fields">{children}</div>
    </details>
  );
}
