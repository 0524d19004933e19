import type { Answer } from "@liuke/kit/call.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Select } from "antd";
import { importWords } from "./imports.words.ts";

/** How many characters of a sample tell it from others. */
const SAMPLE = 24;

type Ours = Answer<"GET /v1/sheets/{name}">["columns"][number];

interface Props {
  columns: readonly Ours[];
  /** Which column of the file fills which of ours, as the server sees it. */
  found: Readonly<Record<string, string>>;
  /** Every column of the file, once it is known. */
  header: readonly string[] | null;
  missing: readonly string[];
  /** Ours that several columns of the file would fill. */
  doubled: readonly string[];
  /** Where columns go by their place: what stands first in each, as far as that is known. */
  samples: Readonly<Record<string, string>> | null;
  /** What a person decided: column of the file to ours. */
  mapping: Readonly<Record<string, string>>;
  onMap: (mapping: Record<string, string>) => void;
}

/** Return columns as they stand in the file, where their letters tell: Z before AA. */
function inPlace(columns: readonly string[], lettered: boolean): readonly string[] {
  return lettered ? columns.toSorted((one, other) => one.length - other.length || (one < other ? -1 : 1)) : columns;
}

/** Which column of the file fills which of ours. */
export function Columns({ columns, found, header, missing, doubled, samples, mapping, onMap }: Props) {
  const say = useWords(importWords);
  const language = useLanguage();
  if (header === null) return null;
  const label = (one: Ours) => (language === "en" ? one.label : one.label_zh);
  const listed = (names: readonly string[]) => columns.filter((one) => names.includes(one.name)).map(label).join(language === "en" ? ", " : "、");
  const chosen = (one: Ours) => Object.keys(mapping).find((their) => mapping[their] === one.name) ?? found[one.name] ?? "";
  const map = (one: Ours, their: string) => {
    const next = Object.fromEntries(Object.entries(mapping).filter(([file, ours]) => file !== their && ours !== one.name));
    onMap(their ? { ...next, [their]: one.name } : next);
  };
  const named = (value: string) => (samples?.[value] ? say.sample(value, samples[value].slice(0, SAMPLE)) : value);
  const options = inPlace([...new Set(header)], samples !== null).map((value) => ({ value, label: named(value) }));
  const left = header.filter((their) => !columns.some((one) => chosen(one) === their));
  return (
    <section className="imports-part" aria-label={say.stepColumns}>
      {missing.length + doubled.length === 0 && Object.keys(found).length === 0 && <p role="alert" className="imports-unfit">{samples ? say.places : say.unknown}</p>}
      {missing.length > 0 && <p role="alert" className="imports-unfit">{say.missing(listed(missing))}</p>}
      {doubled.length > 0 && <p role="alert" className="imports-unfit">{say.doubled(listed(doubled))}</p>}
      <dl className="imports-columns">
        {columns.map((one) => [
          <dt key={`${one.name} name`}>
            {label(one)}
            {one.required && <small>{say.required}</small>}
          </dt>,
          <dd key={one.name}>
            <Select
              aria-label={label(one)}
              value={chosen(one)}
              status={missing.includes(one.name) || doubled.includes(one.name) ? "error" : ""}
              options={[{ value: "", label: say.notUsed }, ...options]}
              onChange={(their) => map(one, their)}
            />
          </dd>,
        ])}
      </dl>
      {left.length > 0 && <span className="lk-2">{say.left(left.join(language === "en" ? ", " : "、"))}</span>}
    </section>
  );
}
