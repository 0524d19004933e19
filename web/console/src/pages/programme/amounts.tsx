/** Figures that stand inside a sentence: how many, how much money, which discount. */

import { digitsOf, minorIn, money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { InputNumber, type InputNumberProps } from "antd";
import { useMemo } from "react";
import { Faulted } from "./Clause.tsx";
import { beforeOf, useField, type At } from "./editing.tsx";
import { editorWords } from "./editor.words.ts";

type Look = Pick<InputNumberProps<number>, "step" | "precision" | "prefix" | "suffix" | "placeholder" | "min">;

interface FigureIs extends At, Look {
  /** How many of it the document counts as one. */
  scale: number;
  none?: number | undefined;
  wide: number;
}

/** The box of a figure, with its fault. */
function Figure({ path, label, told = false, scale, none, wide, ...look }: FigureIs) {
  const { value, set, fault, id } = useField<number | null>(path);
  const shown = value === undefined || value === null ? (none ?? null) : value / scale;
  const { min = 0, step = 1, precision, prefix, suffix, placeholder } = look;
  const box = useMemo(() => {
    const fixed = { step, prefix, suffix, placeholder, ...(precision === undefined ? {} : { precision }) };
    return (
      <InputNumber
        {...fixed}
        aria-label={label}
        status={fault ? "error" : ""}
        min={min}
        value={shown}
        onChange={(made) => set(made === null ? undefined : Math.round(made * scale))}
        style={{ width: wide }}
      />
    );
  }, [label, fault, shown, set, scale, wide, min, step, precision, prefix, suffix, placeholder]);
  return (
    <Faulted id={id} fault={fault} before={beforeOf({ told, label })}>
      {box}
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
export function NumberAt({ scale = 1, hint, ...at }: NumberIs) {
  const say = useWords(editorWords);
  const placeholder = at.none === undefined ? (hint ?? say.unlimited) : "";
  return <Figure {...at} scale={scale} placeholder={placeholder} wide={at.suffix ? 128 : 96} />;
}

interface PointsIs extends At {
  /** How many decimals a book or a set has; `min` and `none` are in the smallest unit. */
  decimals: number;
  min?: number;
  none?: number;
  hint?: string;
}

/** An amount of points, typed with the decimals of what they belong to. */
export function PointsAt({ decimals, min = 0, none, hint, ...at }: PointsIs) {
  const say = useWords(editorWords);
  const scale = 10 ** decimals;
  return (
    <Figure
      {...at}
      scale={scale}
      precision={decimals}
      min={min / scale}
      none={none === undefined ? none : none / scale}
      placeholder={none === undefined ? (hint ?? say.unlimited) : ""}
      wide={96}
    />
  );
}

/** An amount of money. */
export function MoneyAt({ optional = false, hint, ...at }: At & { optional?: boolean; hint?: string }) {
  const say = useWords(editorWords);
  const { currency } = usePlace();
  return (
    <Figure
      {...at}
      scale={minorIn(currency)}
      precision={digitsOf(currency)}
      prefix={money(0, currency).replace(/[\d.,]/g, "")}
      placeholder={optional ? (hint ?? say.unlimited) : ""}
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
