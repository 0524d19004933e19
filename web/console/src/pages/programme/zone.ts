/** Instants of the shop's own clock, wherever the browser stands. */

export const DAY_MS = 86_400_000;

/** Return the instant of a day and time in a zone. */
export function instantAt(on: string, time: string, timeZone: string): string {
  const guess = Date.parse(`${on}T${time}:00Z`);
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const ahead = (at: number) => Date.parse(`${shown.format(at).replace(" ", "T")}Z`) - at;
  // Twice, since the zone's distance may differ between the guess and the instant meant.
  const near = guess - ahead(guess);
  return new Date(guess - ahead(near)).toISOString();
}

/** Return the day and the time of day of an instant in a zone. */
export function clockOf(instant: string, timeZone: string): { on: string; time: string } {
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  const [on = "", time = ""] = shown.format(Date.parse(instant)).split(" ");
  return { on, time };
}
