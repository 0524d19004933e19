/** Choose the Chinese or English side of what the server says in both. */

import { useLanguage } from "@liuke/kit/scheme.tsx";

/** Return a chooser for pairs such as `name` and `name_zh`; an empty side falls back to the other. */
export function useEither(): (en: string | null | undefined, zh: string | null | undefined) => string {
  const language = useLanguage();
  return (en, zh) => (language === "en" ? en || zh : zh || en) ?? "";
}
