/** Settings as they are edited: a number by its path, and what is wrong with it. */

import type { Answer } from "@liuke/kit/call.ts";

export type Described = Answer<"GET /v1/models/settings/fields">;
export type Settings = Described["settings"];
export type Field = Described["fields"][number];
export type Layer = NonNullable<Settings["layers"]>[number];
export type Cuts = NonNullable<Settings["cuts"]>;

/** Return the number at a path; null where it was emptied. */
export function numberAt(of: Settings, path: string): number | null {
  let found: unknown = of;
  for (const name of path.split(".")) found = typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined;
  return typeof found === "number" && !Number.isNaN(found) ? found : null;
}

/** Return settings with another number at a path; an emptied one travels as null, and is refused. */
export function withNumber(of: Settings, path: string, value: number | null): Settings {
  const [head = "", rest] = path.split(/\.(.*)/s);
  const inner: unknown = Reflect.get(of, head);
  const made = value ?? Number.NaN;
  const next = rest && typeof inner === "object" ? { ...inner, [rest]: made } : made;
  return { ...of, [head]: next };
}

const alike = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Return which things differ: numbers by their path, `cuts`, `layers`. */
export function differing(one: Settings, other: Settings, fields: readonly Field[]): string[] {
  const numbers = fields.map(({ path }) => path).filter((path) => numberAt(one, path) !== numberAt(other, path));
  const whole = (["cuts", "layers"] as const).filter((name) => !alike(one[name], other[name]));
  return [...numbers, ...whole];
}

/** Return their settings with what was changed here on top. */
export function onTopOf(theirs: Settings, mine: Settings, before: Settings, fields: readonly Field[]): Settings {
  let made = theirs;
  for (const path of differing(mine, before, fields)) {
    made = path === "cuts" || path === "layers" ? Object.assign({ ...made }, { [path]: mine[path] }) : withNumber(made, path, numberAt(mine, path));
  }
  return made;
}
