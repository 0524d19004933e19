import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useState, type FormEvent } from "react";
import { Field, Tick } from "../../parts/Field.tsx";
import { CHOICES, textOf } from "../consents/choices.ts";
import { choiceWords } from "../consents/choices.words.ts";
import type { ShopAnswer } from "./Join.tsx";
import { joinWords } from "./join.words.ts";

interface Said {
  name: string;
  accepted: boolean;
  agreements: { purpose: string; channel: string; notice: string; version: number }[];
  language: string;
}

/** What somebody says who joins: the charter by itself, and each further consent by itself. */
export function Charter(props: {
  shop: ShopAnswer;
  phone: string;
  busy: boolean;
  error: unknown;
  onJoin: (said: Said) => void;
  onOther: () => void;
}) {
  const { shop, phone, busy, error, onJoin, onOther } = props;
  const say = useWords(joinWords);
  const words = useWords(choiceWords);
  const language = useLanguage();
  const [accepted, setAccepted] = useState(false);
  const [tried, setTried] = useState(false);
  const [name, setName] = useState("");
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const charter = textOf(shop.texts, "charter", language);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (charter && !accepted) return;
    const agreements = CHOICES.filter((choice) => ticked.includes(choice.word)).map((choice) => {
      const text = textOf(shop.texts, choice.purpose, language);
      const { purpose, channel } = choice;
      return { purpose, channel, notice: text?.code ?? "", version: text?.version ?? 0 };
    });
    onJoin({ name: name.trim(), accepted, agreements, language });
  };
  const tick = (word: string, on: boolean) =>
    setTicked(on ? [...ticked, word] : ticked.filter((one) => one !== word));

  return (
    <form className="m-form" onSubmit={submit}>
      <h2>{say.joinTitle}</h2>
      <p>{charter ? say.joinLead(phone) : say.joinPlain(phone)}</p>
      <Field label={say.name} value={name} onChange={setName} autoComplete="name" maxLength={60} optional />
      {charter && (
        <div>
          <Tick checked={accepted} onChange={setAccepted}>
            {say.accept(charter.title)} <b>{say.required}</b>
          </Tick>
          {tried && !accepted && <p className="m-fault" role="alert">{say.needCharter}</p>}
          <details>
            <summary>{say.read(charter.title)}</summary>
            <p className="join-text" lang={charter.locale}>{charter.body}</p>
          </details>
        </div>
      )}
      <fieldset className="join-choices">
        <legend className="lk-2">{say.more}</legend>
        {CHOICES.filter((choice) => choice.asked).map((choice) => (
          <Tick key={choice.word} checked={ticked.includes(choice.word)} onChange={(on) => tick(choice.word, on)}>
            {words[choice.word]}
          </Tick>
        ))}
      </fieldset>
      {Boolean(error) && <ProblemNote of={error} />}
      <button type="submit" className="m-button" disabled={busy}>
        {busy ? say.joining : say.join}
      </button>
      <button type="button" className="m-quiet" onClick={onOther}>
        {say.other}
      </button>
    </form>
  );
}
