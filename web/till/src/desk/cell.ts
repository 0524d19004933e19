/** A value that components follow and plain functions may set. */

import { useSyncExternalStore } from "react";

export class Cell<T> {
  #value: T;
  readonly #followers = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const told of this.#followers) told();
  }

  readonly follow = (told: () => void): (() => void) => {
    this.#followers.add(told);
    return () => this.#followers.delete(told);
  };
}

/** Return the value of a cell, and render again whenever it is set. */
export function useCell<T>(cell: Cell<T>): T {
  return useSyncExternalStore(cell.follow, () => cell.value);
}
