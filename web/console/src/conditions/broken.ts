/** Where a text stops being JSON. */

/** Return the line and column at which a text is not JSON any more; null where all of it is. */
export function brokenAt(text: string): { line: number; column: number } | null {
  try {
    JSON.parse(text);
    return null;
  } catch (thrown) {
    const place = Number(/position (\d+)/.exec(String(thrown))?.[1] ?? text.length);
    const before = text.slice(0, place).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
}
