/** The guides that come with the product, and which of them a page of the console opens. */

import type { Language } from "@liuke/kit/words.ts";
import { inOne } from "./one_language.ts";

const TEXTS = import.meta.glob<string>("../../../../../docs/guide/*.md", { query: "?raw", import: "default" });
const FOLDER = "../../../../../docs/guide/";

/** In the order one reads them: first what people do, then how it works, then what programs do. */
export const GUIDES = [
  "console", "counter", "member-pages", "members", "segments", "conditions", "programme", "rules", "tiers", "returns",
  "reports", "models", "access", "files", "lake", "events", "till", "operate",
] as const; // prettier-ignore
export type GuideCode = (typeof GUIDES)[number];

/** Guides with both languages in one text; the others have a text in each. */
const BOTH: ReadonlySet<GuideCode> = new Set(["console", "counter", "member-pages"]);

/** By the first part of a page's path; what is not here is told by the guide to the console. */
const ABOUT: Readonly<Record<string, GuideCode>> = {
  members: "members",
  segments: "segments",
  programme: "programme",
  orders: "returns",
  reports: "reports",
  models: "models",
  staff: "access",
  keys: "access",
  approvals: "access",
  account: "access",
  imports: "files",
  system: "operate",
  jobs: "operate",
};

/** Return a guide by its code; null when there is none. */
export function guideOf(code: string): GuideCode | null {
  return GUIDES.find((one) => one === code) ?? null;
}

/** Return the guide to a page. */
export function guideFor(path: string): GuideCode {
  return ABOUT[path.split("/")[1] ?? ""] ?? "console";
}

/** Fetch the text of a guide in a language. */
export async function textOf(guide: GuideCode, language: Language): Promise<string> {
  const load = TEXTS[`${FOLDER}${guide}.${language}.md`] ?? TEXTS[`${FOLDER}${guide}.md`];
  const text = load ? await load() : "";
  return BOTH.has(guide) ? inOne(text, language) : text;
}
