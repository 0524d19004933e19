/** Amounts, points and moments in a page, always with their unit and their exact value. */

import { change, day, figure, instant, money, points, when } from "./formats.ts";
import { usePlace } from "./place.tsx";
import { useLanguage } from "./scheme.tsx";

/** Show minor units as money. */
export function Money({ minor }: { minor: number | null | undefined }) {
  return <span className="lk-num">{money(minor, usePlace().currency)}</span>;
}

/** Show points with their measure, or as a signed change. */
export function Points(props: { value: number; decimals?: number; signed?: boolean; bare?: boolean }) {
  const { value, decimals = 0, signed = false, bare = false } = props;
  const language = useLanguage();
  const plain = bare ? figure(value, decimals) : points(value, language, decimals);
  return <span className="lk-num">{signed ? change(value, decimals) : plain}</span>;
}

/** Show an instant by its nearness; the exact one stands in its title. */
export function When({ at, exact = false }: { at: string | null | undefined; exact?: boolean }) {
  const place = usePlace();
  const language = useLanguage();
  if (!at) return <span>—</span>;
  const full = instant(at, place, language);
  return (
    <time dateTime={at} title={full}>
      {exact ? full : when(at, place, language)}
    </time>
  );
}

/** Show a sentence with its dates as the reader's language writes them, each whole at the end of a line. */
export function Dated({ text }: { text: string }) {
  const language = useLanguage();
  return text.split(/(\d{4}-\d\d-\d\d)/).map((part, at) => (at % 2 === 1 ? <time key={`${at} ${part}`}>{day(part, language)}</time> : part));
}

/** Show a business day. */
export function Day({ on }: { on: string | null | undefined }) {
  return <time dateTime={on ?? undefined}>{day(on, useLanguage())}</time>;
}
