/** What a member may allow, one by one; each is optional and told in their own words. */

import type { Language } from "@liuke/kit/words.ts";
import type { choiceWords } from "./choices.words.ts";

export interface Choice {
  purpose: string;
  channel: string;
  word: keyof typeof choiceWords.zh;
  /** Asked already when joining; the others wait in the consents. */
  asked: boolean;
}

export const CHOICES: readonly Choice[] = [
  { purpose: "marketing", channel: "sms", word: "sms", asked: true },
  { purpose: "marketing", channel: "wechat", word: "wechat", asked: false },
  { purpose: "marketing", channel: "email", word: "email", asked: false },
  { purpose: "marketing", channel: "phone", word: "phone", asked: false },
  { purpose: "profiling", channel: "", word: "profiling", asked: true },
  { purpose: "sharing", channel: "", word: "sharing", asked: true },
];

export const CHARTER = "charter";

interface Text {
  code: string;
  version: number;
  locale: string;
  title: string;
  body: string;
}

/** Return the newest version of a text, in the language asked if there is one. */
export function textOf(texts: readonly Text[], code: string, language: Language): Text | undefined {
  const all = texts.filter((text) => text.code === code);
  const newest = Math.max(0, ...all.map((text) => text.version));
  const fit = all.filter((text) => text.version === newest);
  return fit.find((text) => text.locale.startsWith(language.slice(0, 2))) ?? fit[0];
}
