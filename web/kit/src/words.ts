/** Words of a page in Chinese and English side by side: a missing one does not compile. */

export type Language = "zh-CN" | "en";
// oxlint-disable-next-line typescript/no-explicit-any -- a word takes the figures it names itself
type Saying = (...figures: any[]) => string;
type Pairs = Record<string, readonly [zh: string, en: string] | readonly [zh: Saying, en: Saying]>;
type Said<T> = T extends (...figures: infer F) => string ? (...figures: F) => string : string;
export type Words<P extends Pairs> = { [K in keyof P]: Said<P[K][0]> };

export interface Catalogue<W> {
  zh: W;
  en: W;
}

/** Make a catalogue of pairs; a word with figures in it is a function in both languages. */
export function words<const P extends Pairs>(pairs: P): Catalogue<Words<P>> {
  const side = (at: 0 | 1) =>
    Object.fromEntries(Object.entries(pairs).map(([key, pair]) => [key, pair[at]])) as Words<P>;
  return { zh: side(0), en: side(1) };
}

/** Say in English how many: `1 member`, `1,204 members`, `1 box`, `2 boxes`. */
export function some(n: number | string, one: string, many = `${one}s`): string {
  return `${n} ${String(n) === "1" ? one : many}`;
}

/** Return the words of a catalogue in one language. */
export function wordsIn<W>(catalogue: Catalogue<W>, language: Language): W {
  return language === "en" ? catalogue.en : catalogue.zh;
}

const KEY = "liuke.language";

/** Tell whether a language was ever chosen on this device. */
export function languageIsChosen(): boolean {
  return localStorage.getItem(KEY) !== null;
}

/** Return the language chosen before, or the browser's. */
export function chosenLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept === "en" || kept === "zh-CN") return kept;
  return navigator.language.startsWith("zh") ? "zh-CN" : "en";
}

/** Remember a language and tell the page. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
}
