/** A refusal of the server (RFC 9457): its code decides what a page does, never its text. */

import { kitWords } from "./kit.words.ts";
import type { Language } from "./words.ts";

export interface Fault {
  field: string;
  reason: string;
  reason_zh: string;
}

/** The status of a refusal because somebody saved after the page read. */
export const STALE = 412;

export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly request: string;

  constructor(status: number, body: Readonly<Record<string, unknown>>, request = "") {
    super(String(body["title"] ?? body["code"] ?? status));
    this.code = String(body["code"] ?? "unforeseen");
    this.status = status;
    this.body = body;
    this.request = request;
  }

  /** What happened, in the language of the page. */
  title(language: Language): string {
    return String((language === "en" ? this.body["title"] : this.body["title_zh"]) ?? this.message);
  }

  /** The field that does not fit, with its reason, when it is about one. */
  get fault(): Fault | null {
    const { field, reason, reason_zh } = this.body;
    if (typeof field !== "string" || field === "") return null;
    return { field, reason: String(reason ?? ""), reason_zh: String(reason_zh ?? reason ?? "") };
  }

  /** What does not fit, each with its reason: one value, or entries of what was sent. */
  get faults(): Fault[] {
    const { field, reason, reason_zh, faults } = this.body;
    const several = this.code === "faulty_items" && Array.isArray(faults) ? (faults as Partial<Fault>[]) : null;
    const all = several ?? [{ field, reason, reason_zh } as Partial<Fault>];
    return all
      // A reason that is one code in small letters is for programs.
      .filter((one) => one.reason && (one.reason_zh || !/^[a-z_]+$/.test(one.reason)))
      .map((one) => ({ field: one.field ?? "", reason: one.reason ?? "", reason_zh: one.reason_zh || one.reason || "" }));
  }

  /** A field of the problem's own, such as `retry_after_seconds`. */
  field<T>(name: string): T | undefined {
    return this.body[name] as T | undefined;
  }
}

/** The request never reached the server, or no answer came back. */
export class Offline extends Problem {
  constructor() {
    super(0, {
      code: "offline",
      title: kitWords.en.cutOff,
      title_zh: kitWords.zh.cutOff,
    });
  }
}

/** Read whatever was thrown as a problem. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(500, {
    code: "unforeseen",
    title: kitWords.en.unforeseen,
    title_zh: kitWords.zh.unforeseen,
    detail: String(thrown),
  });
}
