import { useWords } from "@liuke/kit/scheme.tsx";
import { useId, type HTMLInputAutoCompleteAttribute } from "react";
import { Field } from "../../parts/Field.tsx";
import { useEither } from "../../parts/saying.ts";
import type { Asked } from "./Profile.tsx";
import { choiceNames, profileWords } from "./profile.words.ts";

const KNOWN_TO_BROWSERS: Record<string, HTMLInputAutoCompleteAttribute> = { name: "name", birthday: "bday" };

/** One field of the profile, asked as its kind needs it. */
export function Answering(props: { field: Asked; value: string; onChange: (value: string) => void }) {
  const { field, value, onChange } = props;
  const either = useEither();
  const label = either(field.label, field.label_zh);
  if (field.kind === "choice" || field.kind === "yes_no") return <Choosing {...props} label={label} />;
  return (
    <Field
      label={label} value={value} onChange={onChange} maxLength={500}
      type={field.kind === "date" ? "date" : "text"} inputMode={field.kind === "number" ? "decimal" : undefined}
      autoComplete={KNOWN_TO_BROWSERS[field.code] ?? "off"}
    />
  );
}

function Choosing(props: { field: Asked; label: string; value: string; onChange: (value: string) => void }) {
  const { field, label, value, onChange } = props;
  const say = useWords(profileWords);
  const names: Record<string, string> = useWords(choiceNames);
  const id = useId();
  const choices: (readonly [string, string])[] =
    field.kind === "yes_no"
      ? [["yes", say.yes], ["no", say.no]]
      : (field.choices ?? []).map((one) => [one, names[one] ?? one] as const);
  return (
    <div className="m-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{say.none}</option>
        {choices.map(([one, word]) => (
          <option key={one} value={one}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}
