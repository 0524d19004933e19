/** A value this device keeps: it outlives a reload and is the same in every tab of the till. */

import { Cell } from "./cell.ts";

function parsed<T>(text: string | null): T | null {
  try {
    return JSON.parse(text ?? "null") as T | null;
  } catch {
    return null;
  }
}

export class Stored<T> extends Cell<T> {
  readonly #key: string;

  /** Take what was kept under a key, or `first`; what another tab keeps there is followed. */
  constructor(key: string, first: () => T) {
    super(parsed<T>(localStorage.getItem(key)) ?? first());
    this.#key = key;
    addEventListener("storage", (event: StorageEvent) => {
      if (event.key === key) super.set(parsed<T>(event.newValue) ?? first());
    });
  }

  override set(value: T): void {
    if (value === null) localStorage.removeItem(this.#key);
    else localStorage.setItem(this.#key, JSON.stringify(value));
    super.set(value);
  }

  /** Change what is kept now, also where another tab changed it a moment ago. */
  change(make: (now: T) => T): void {
    this.set(make(parsed<T>(localStorage.getItem(this.#key)) ?? this.value));
  }
}
