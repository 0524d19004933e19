import { useAct, useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { day } from "@liuke/kit/formats.ts";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useId, useState, type FormEvent } from "react";
import { Field, Tick } from "../../parts/Field.tsx";
import { Surely } from "../../parts/Surely.tsx";
import { useToday } from "@liuke/kit/today.ts";
import { familyWords } from "./family.words.ts";

type Child = Answer<"GET /v1/m/children">[number];

/** The member's children: told with a guardian's consent, erased as easily. */
export function Children() {
  const say = useWords(familyWords);
  const asked = useAsk("GET /v1/m/children", {});
  return (
    <section className="m-section">
      <h2>{say.children}</h2>
      <Region asked={asked} waiting={<Waiting rows={1} height={56} />}>
        {(children) =>
          children.length === 0 ? (
            <p className="lk-2">{say.noChildren}</p>
          ) : (
            <ul className="m-list">
              {children.map((child) => (
                <li key={child.id}>
                  <Known child={child} />
                </li>
              ))}
            </ul>
          )
        }
      </Region>
      <NewChild />
    </section>
  );
}

function Known({ child }: { child: Child }) {
  const say = useWords(familyWords);
  const language = useLanguage();
  const remove = useAct("DELETE /v1/m/children/{child_id}", { refresh: ["GET /v1/m/children"] });
  const name = child.name || say.child;
  return (
    <>
      <div className="m-split">
        <span>
          {name} <span className="lk-2">{day(child.birth_on, language)}</span>
        </span>
        <Surely
          word={say.remove} name={say.removeOf(name)} effect={say.removeEffect} busy={remove.isPending}
          act={remove.isPending ? say.removing : say.removeOf(name)}
          onAct={() => remove.mutate({ path: { child_id: child.id } })}
        />
      </div>
      {remove.error && <ProblemNote of={remove.error} />}
    </>
  );
}

const NEW = { name: "", birth: "", gender: "", agreed: false };

function NewChild() {
  const say = useWords(familyWords);
  const gender = useId();
  const [given, give] = useState(NEW);
  const [tried, setTried] = useState(false);
  // The id is ours, so that a second try names the same child.
  const [id, setId] = useState(newId);
  const add = useAct("POST /v1/m/children", {
    refresh: ["GET /v1/m/children"],
    onDone: () => {
      give(NEW);
      setTried(false);
      setId(newId());
    },
  });
  const today = useToday();
  const born = given.birth !== "" && given.birth <= today;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!born || !given.agreed) return;
    const { name, birth, gender: said } = given;
    add.mutate({ body: { id, name: name.trim(), birth_on: birth, gender: said, guardian_consent: true } });
  };
  return (
    <form className="m-card m-form" onSubmit={submit}>
      <Field label={say.name} value={given.name} onChange={(name) => give({ ...given, name })} maxLength={60} autoComplete="off" optional />
      <Field
        label={say.birth} value={given.birth} type="date" max={today}
        onChange={(birth) => give({ ...given, birth })} fault={tried && !born ? say.needBirth : undefined}
      />
      <div className="m-field">
        <label htmlFor={gender}>{say.gender}</label>
        <select id={gender} value={given.gender} onChange={(event) => give({ ...given, gender: event.target.value })}>
          <option value="">{say.unsaid}</option>
          <option value="female">{say.female}</option>
          <option value="male">{say.male}</option>
        </select>
      </div>
      <div>
        <Tick checked={given.agreed} onChange={(agreed) => give({ ...given, agreed })}>
          {say.consent}
        </Tick>
        {tried && !given.agreed && <p className="m-fault">{say.needConsent}</p>}
      </div>
      {add.error && <ProblemNote of={add.error} />}
      <button type="submit" className="m-button m-plain" disabled={add.isPending}>
        {add.isPending ? say.adding : say.add}
      </button>
    </form>
  );
}

function newId(): string {
  return `chd_${crypto.randomUUID().replaceAll("-", "")}`;
}
