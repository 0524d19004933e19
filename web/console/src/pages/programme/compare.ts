/** Compare two documents as the server does: what was added, removed and changed, by path. */

import type { Change } from "@liuke/client/api.ts";

function keyed(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return value;
  const coded = value.every((one) => typeof one === "object" && one !== null && "code" in one);
  return coded ? Object.fromEntries(value.map((one: { code: string }) => [one.code, one])) : value;
}

function open(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// A condition is one sentence: half of it says nothing.
const WHOLE = new Set(["when"]);

/** Return the differences, things with a code matched by it wherever they stand. */
export function compare(before: unknown, after: unknown, path = ""): Change[] {
  const [old, made] = [keyed(before), keyed(after)];
  if (open(old) && open(made) && !WHOLE.has(path.split(".").at(-1) ?? "")) {
    const names = [...new Set([...Object.keys(old), ...Object.keys(made)])];
    return names.flatMap((name) => compare(old[name], made[name], path ? `${path}.${name}` : name));
  }
  if (JSON.stringify(old) === JSON.stringify(made)) return [];
  return [{ path, before: before ?? null, after: after ?? null }];
}
