import { useLanguage } from "@liuke/kit/scheme.tsx";

interface One {
  what: string;
  subject: string;
  text: string;
  text_zh: string;
}

/** What a return undoes beside the money, each in its own unit. */
export function Undone({ of }: { of: readonly One[] }) {
  const language = useLanguage();
  return (
    <ul>
      {of.map((one) => (
        <li key={`${one.what} ${one.subject}`} className={one.what === "tier.level" ? "order-falls" : undefined}>{language === "en" ? one.text : one.text_zh}</li>
      ))}
    </ul>
  );
}
