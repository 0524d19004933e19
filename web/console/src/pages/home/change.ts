/** How a figure moved against an earlier one, in words and an arrow. */

export interface Moved {
  way: "up" | "down" | "same";
  /** Absolute: `8.2` percent, or percentage points of a share. */
  by: string;
}

function wayOf(difference: number): Moved["way"] {
  return difference > 0 ? "up" : difference < 0 ? "down" : "same";
}

/** Compare two amounts; without an earlier one there is nothing to say. */
export function movedBy(now: number | null, before: number | null): Moved | null {
  if (now === null || before === null || before === 0) return null;
  const percent = ((now - before) / Math.abs(before)) * 100;
  const by = Math.abs(percent) >= 100 ? Math.abs(percent).toFixed(0) : Math.abs(percent).toFixed(1);
  return { way: wayOf(Number(by) === 0 ? 0 : percent), by };
}

/** Compare two shares given in hundredths of a percent. */
export function movedPoints(now: number | null, before: number | null): Moved | null {
  if (now === null || before === null) return null;
  return { way: wayOf(now - before), by: (Math.abs(now - before) / 100).toFixed(1) };
}
