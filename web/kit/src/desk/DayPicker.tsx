/** The calendar behind `DayField`: fetched with the first form that asks for a day. */

import { DatePicker } from "antd";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import { useMemo } from "react";
import { usePlace } from "../place.tsx";
import type { DayGiven } from "./DayField.tsx";

// With both, the calendar's own "today" is the shop's and not this device's.
dayjs.extend(utc);
dayjs.extend(timezone);

const SHOWN = "YYYY-MM-DD";
/** As people type a day; written as the first. */
const TYPED = [SHOWN, "YYYY-M-D", "YYYYMMDD", "YYYY/M/D", "YYYY.M.D"];

/** A day to type or to choose from a calendar. */
export default function DayPicker({ value, onChange, from, until, ...field }: DayGiven) {
  dayjs.tz.setDefault(usePlace().timeZone);
  // The same day is the same object: given a new one, the calendar forgets what is being typed.
  const day = useMemo(() => (value ? dayjs(value, SHOWN, true) : null), [value]);
  // The calendar tells of a typed day as it closes; left before it could open, it never would.
  const leave = (typed: string) => {
    const read = dayjs(typed, TYPED, true);
    const left = read.isValid() ? read.format(SHOWN) : value;
    if (left !== value && left && left >= (from ?? left) && left <= (until ?? left)) onChange?.(left);
  };
  return (
    <DatePicker
      {...field}
      className={`lk-day ${field.className ?? ""}`}
      classNames={{ popup: { root: "lk-day-popup" } }}
      format={TYPED}
      value={day?.isValid() ? day : null}
      {...(from ? { minDate: dayjs(from) } : {})}
      {...(until ? { maxDate: dayjs(until) } : {})}
      previewValue={false}
      onBlur={(event) => leave((event.target as HTMLInputElement).value)}
      onKeyDown={(event) => {
        // Enter takes the day that was typed; the form is sent by the next one.
        if (event.key === "Enter") event.preventDefault();
      }}
      onChange={(chosen) => onChange?.(chosen ? chosen.format(SHOWN) : "")}
    />
  );
}
