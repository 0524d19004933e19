/** A day of the shop's calendar: typed or chosen, held as `2026-11-22`, empty when there is none. */

import { Input } from "antd";
import { lazy, Suspense } from "react";
import "./day.css";

export interface DayGiven {
  id?: string;
  value?: string;
  onChange?: (day: string) => void;
  /** The first and the last day that may be chosen. */
  from?: string | undefined;
  until?: string | undefined;
  className?: string;
  allowClear?: boolean;
  "aria-label"?: string;
}

const DayPicker = lazy(() => import("./DayPicker.tsx"));

/** A field for a day; its calendar is fetched when it is first shown. */
export function DayField(given: DayGiven) {
  const { id, value = "", className = "" } = given;
  const held = <Input {...(id ? { id } : {})} className={`lk-day ${className}`} value={value} readOnly aria-label={given["aria-label"]} />;
  return (
    <Suspense fallback={held}>
      <DayPicker {...given} />
    </Suspense>
  );
}
