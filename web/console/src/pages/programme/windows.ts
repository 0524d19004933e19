/** Tell when something runs: on which days, at which hours, from and until when. */

import { laterBy } from "@liuke/kit/formats.ts";
import { wordsIn } from "@liuke/kit/words.ts";
import type { Rule } from "./document.ts";
import type { Teller } from "./tell.ts";
import { windowWords } from "./window.words.ts";
import { clockOf } from "./zone.ts";

export type Window = NonNullable<Rule["window"]>;
export type Hours = NonNullable<Window["hours"]>[number];

const wordsOf = (by: Teller) => wordsIn(windowWords, by.language);

/** Return whether hours run past midnight, into the next day. */
export function isOvernight({ start, end }: Hours): boolean {
  return end < start && end !== "00:00";
}

/** Tell hours of the day: `14:00–17:00、22:00–次日 02:00`. */
export function hoursOf(hours: readonly Hours[], by: Teller): string {
  const say = wordsOf(by);
  const told = hours.map((one) =>
    isOvernight(one) ? say.overnight(one.start, one.end) : say.span(one.start, one.end === "00:00" ? "24:00" : one.end),
  );
  return told.join(say.list);
}

/** Tell days of the week. */
export function weekdaysOf(days: readonly number[], by: Teller): string {
  const say = wordsOf(by);
  return days.map((day) => say.weekday(day)).join(say.list);
}

/** Tell days of the month; −1 is its last. */
export function monthDaysOf(days: readonly number[], by: Teller): string {
  const say = wordsOf(by);
  return days.map((day) => (day === -1 ? say.lastDay : say.monthDay(day))).join(say.list);
}

/** Tell from when something runs, on the shop's clock. */
export function fromOf(instant: string, by: Teller): string {
  const { on, time } = clockOf(instant, by.timeZone);
  return wordsOf(by).from(time === "00:00" ? on : `${on} ${time}`);
}

/** Tell until when something runs; what ends at midnight runs through the day before. */
export function untilOf(instant: string, by: Teller): string {
  const say = wordsOf(by);
  const { on, time } = clockOf(instant, by.timeZone);
  return time === "00:00" ? say.through(laterBy(on, -1)) : say.until(`${on} ${time}`);
}

/** Tell when something runs; empty when it always does. */
export function windowOf(window: Window, by: Teller): string {
  const say = wordsOf(by);
  const parts: string[] = [];
  if (window.days?.length) parts.push(say.monthDays(monthDaysOf(window.days, by)));
  if (window.weekdays?.length) parts.push(say.weekdays(weekdaysOf(window.weekdays, by)));
  if (window.dates?.length) parts.push(say.dates(window.dates.join(say.list)));
  if (window.hours?.length) {
    const told = hoursOf(window.hours, by);
    parts.push(parts.length > 0 ? told : say.daily(told));
  }
  if (window.starts_at) parts.push(fromOf(window.starts_at, by));
  if (window.ends_at) parts.push(untilOf(window.ends_at, by));
  return parts.join(say.and);
}

/** Tell when a rule runs. */
export function whenOf(rule: Rule, by: Teller): string {
  return windowOf(rule.window ?? {}, by) || wordsOf(by).always;
}
