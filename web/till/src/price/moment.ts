/** An instant in the shop's zone, and the windows of rules it falls into. */

import type { Window } from "./rules.ts";

export interface Moment {
  now: Date;
  weekday: number;
  day: number;
  fromEnd: number;
  monthDay: string;
  clock: string;
}

/** Take an instant apart in a zone. */
export function momentOf(now: Date, timeZone: string): Moment {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const [year, month, day] = [Number(parts["year"]), Number(parts["month"]), Number(parts["day"])];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return {
    now,
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7,
    day,
    fromEnd: day - last - 1,
    monthDay: `${parts["month"]}-${parts["day"]}`,
    clock: `${parts["hour"]}:${parts["minute"]}`,
  };
}

/** Return whether an instant lies in a window; every part given must hold. */
export function inside(window: Window | undefined, moment: Moment): boolean {
  return window === undefined || (between(window, moment.now) && onDay(window, moment) && inHours(window, moment.clock));
}

function between({ starts_at, ends_at }: Window, now: Date): boolean {
  return !(starts_at != null && now < new Date(starts_at)) && !(ends_at != null && now >= new Date(ends_at));
}

function onDay({ weekdays = [], days = [], dates = [] }: Window, moment: Moment): boolean {
  if (weekdays.length > 0 && !weekdays.includes(moment.weekday)) return false;
  if (days.length > 0 && !days.includes(moment.day) && !days.includes(moment.fromEnd)) return false;
  return dates.length === 0 || dates.includes(moment.monthDay);
}

function inHours({ hours = [] }: Window, clock: string): boolean {
  return hours.length === 0 || hours.some(({ start, end }) => within(start, end, clock));
}

function within(start: string, end: string, clock: string): boolean {
  return start <= end ? start <= clock && clock < end : clock >= start || clock < end;
}
