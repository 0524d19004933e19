/** Attempt: a write sent again because no answer came goes out under the key it had, and is done once. */

import { Offline, Problem } from "./problem.ts";

interface Sent {
  path?: unknown;
  query?: unknown;
  body?: unknown;
  approval?: unknown;
  key?: string;
}

export class Attempt {
  private said = "";
  private key = "";

  /** Send a request with the key it needs; a server that decides ends the attempt. */
  async send<T>(given: Sent, act: (key: string) => Promise<T>): Promise<T> {
    try {
      const answer = await act(given.key ?? this.keyFor(given));
      this.key = "";
      return answer;
    } catch (thrown) {
      if (!isUndecided(thrown)) this.key = "";
      throw thrown;
    }
  }

  private keyFor({ path, query, body, approval }: Sent): string {
    const saying = JSON.stringify([path, query, body, approval]);
    if (this.key === "" || saying !== this.said) this.key = crypto.randomUUID();
    this.said = saying;
    return this.key;
  }
}

/** Tell whether the server may have done what was asked although it did not say so. */
export function isUndecided(thrown: unknown): boolean {
  if (thrown instanceof Offline) return true;
  return thrown instanceof Problem && (thrown.status >= 500 || thrown.code === "key_in_flight");
}
