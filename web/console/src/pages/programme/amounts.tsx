/** Figures that stand inside a sentence: how many, how much money, which discount. */

import { digitsOf, minorIn, money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { InputNumber, type InputNumberProps } from "antd";
import { Faulted } from "./Clause.tsx";
import { beforeOf, useField, type At } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";

type FigureIs = At & Omit<InputNumberProps<number>, "id" | "status" | "min"> & { min?: number; wide: number };

/** The box of a figure, with its fault. */
function Figure({ path, label, told = false, min = 0, wide, ...box }: FigureIs) {
  const { fault, id } = useField<number | null>(path);
  return (
    <Faulted id={id} fault={fault} before={beforeOf({ told, label })}>
      <InputNumber aria-label={label} status={fault ? "error" : ""} min={min} style={{ width: wide }} {...box} />
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

/** A number; `scale` says how many of it the document counts as one. */
export function NumberAt({ path, label, told = false, min = 0, none, scale = 1, suffix, hint }: NumberIs) {
  const { value, set } = useField<number | null>(path);
  const say = useWords(editorWords);
  const shown = value === undefined || value === null ? (none ?? null) : value / scale;
  return (
    <Figure
      path={path}
      label={label}
      told={told}
      min={min}
      value={shown}
      suffix={suffix}
      placeholder={none === undefined ? (hint ?? say.unlimited) : ""}
      onChange={(made) => set(made === null ? undefined : Math.round(made * scale))}
      wide={suffix ? 128 : 96}
    />
  );
}

/** An amount of money. */
export function MoneyAt({ path, label, told = false, optional = false, hint }: At & { optional?: boolean; hint?: string }) {
  const { value, set } = useField<number | null>(path);
  const say = useWords(editorWords);
  const { currency } = usePlace();
  const symbol = money(0, currency).replace(/[\d.,]/g, "");
  return (
    <Figure
      path={path}
      label={label}
      told={told}
      step={1}
      precision={digitsOf(currency)}
      prefix={symbol}
      placeholder={optional ? (hint ?? say.unlimited) : ""}
      value={value === undefined || value === null ? null : value / minorIn(currency)}
      onChange={(made) => set(made === null ? undefined : Math.round(made * minorIn(currency)))}
      wide={136}
    />
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
