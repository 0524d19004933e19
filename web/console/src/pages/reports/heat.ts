/** Shades of a field of colour, and the ink that can be read on each. */

import { contrast } from "@liuke/kit/tokens.ts";

/** Return the shade at a share of 0 to 1 between steps of a palette, as a field is drawn. */
export function shadeAt(share: number, steps: readonly string[]): string {
  const at = Math.min(Math.max(share, 0), 1) * (steps.length - 1);
  const [low, part] = [Math.floor(at), at % 1];
  const parts = (colour: string) => [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
  const [from, to] = [parts(steps[low] ?? ""), parts(steps[Math.min(low + 1, steps.length - 1)] ?? "")];
  return `#${from.map((one, place) => Math.round(one + ((to[place] ?? one) - one) * part).toString(16).padStart(2, "0")).join("")}`;
}

/** Return black or white, whichever is easier to read on a shade: no grey can be read on all of them. */
export function inkOnShade(shade: string): string {
  return contrast(shade, "#FFFFFF") >= contrast(shade, "#000000") ? "#FFFFFF" : "#000000";
}
