interface Choice<T> {
  value: T;
  word: string;
  lang?: string;
}

/** A few choices side by side, one of them pressed. */
export function Choices<T extends string>(props: {
  name: string;
  chosen: T;
  choices: readonly Choice<T>[];
  onChoose: (one: T) => void;
}) {
  const { name, chosen, choices, onChoose } = props;
  return (
    <fieldset className="m-tabs">
      <legend className="lk-hidden">{name}</legend>
      {choices.map(({ value, word, lang }) => (
        <button key={value} type="button" lang={lang} aria-pressed={value === chosen} onClick={() => onChoose(value)}>
          {word}
        </button>
      ))}
    </fieldset>
  );
}
