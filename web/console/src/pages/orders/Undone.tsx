import { useLanguage } from "@liuke/kit/scheme.tsx";
import { useNames } from "../members/names.ts";

interface One {
  what: string;
  subject: string;
  text: string;
  text_zh: string;
}

/** What a return undoes beside the money; points are named by their book. */
export function Undone({ of }: { of: readonly One[] }) {
  const language = useLanguage();
  const names = useNames();
  const told = ({ what, subject, text, text_zh }: One) => {
    const said = language === "en" ? text : text_zh;
    return what.startsWith("points") ? `${names.book(subject)} · ${said}` : said;
  };
  return (
    <ul>
      {of.map((one) => (
        <li key={`${one.what} ${one.subject}`}>{told(one)}</li>
      ))}
    </ul>
  );
}
