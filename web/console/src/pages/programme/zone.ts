/** Instants of the shop's own clock, wherever the browser stands. */

export const DAY_MS = 86_400_000;

const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockIn(timeZone: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  CLOCKS.set(timeZone, made);
  return made;
}

/** Return the instant of a day and time in a zone. */
export function instantAt(on: string, time: string, timeZone: string): string {
  const guess = Date.parse(`${on}T${time}:00Z`);
  const shown = clockIn(timeZone);
  const ahead = (at: number) => Date.parse(`${shown.format(at).replace(" ", "T")}Z`) - at;
  // Twice, since the zone's distance may differ between the guess and the instant meant.
  const near = guess - ahead(guess);
  return new Date(guess - ahead(near)).toISOString();
}

/** Return the day and the time of day of an instant in a zone. */
export function clockOf(instant: string, timeZone: string): { on: string; time: string } {
  const [on = "", time = ""] = clockIn(timeZone).format(Date.parse(instant)).split(" ");
  return { on, time: time.slice(0, 5) };
}
