import { useAct } from "@liuke/kit/ask.ts";
import { day, phone } from "@liuke/kit/formats.ts";
import { ProblemNote } from "@liuke/kit/notes.tsx";
import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import type { Language } from "@liuke/kit/words.ts";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { Choices } from "../../parts/Choices.tsx";
import { useHome } from "../../shell/home.tsx";
import { meWords } from "./me.words.ts";

/** Return a phone with its middle hidden, as others looking over a shoulder may see it. */
function masked(full: string): string {
  return phone(full.replace(/^\+86/, "").replace(/^(.*)(\d{4})(\d{4})$/, "$1****$3"));
}

/** Who the member is, the way to everything of theirs, language and appearance. */
export default function Me() {
  const { me } = useHome();
  const say = useWords(meWords);
  const { language } = useLook();
  return (
    <section className="m-page">
      <title>{say.title}</title>
      <header className="m-head">
        <h1>{say.title}</h1>
      </header>
      <div className="m-card">
        <b>{me.name || say.noName}</b>
        <span className="lk-num">{masked(me.phone)}</span>
        <span className="lk-2">{say.joined(day(me.joined_on, language))}</span>
      </div>
      <nav>
        <ul className="m-list">
          <Way to="/orders" word={say.orders} />
          <Way to="/receipt" word={say.claim} />
          <Way to="/coupons" word={say.coupons} />
        </ul>
      </nav>
      <nav>
        <ul className="m-list">
          <Way to="/profile" word={say.profile} />
          <Way to="/family" word={say.family} />
          <Way to="/consents" word={say.consents} />
          <Way to="/privacy" word={say.privacy} />
        </ul>
      </nav>
      <Languages />
      <Looks />
      <Leave />
    </section>
  );
}

function Way({ to, word }: { to: string; word: string }) {
  return (
    <li>
      <Link to={to} className="m-line">
        {word}
      </Link>
    </li>
  );
}

function Languages() {
  const say = useWords(meWords);
  const { language, setLanguage } = useLook();
  const keep = useAct("PUT /v1/m/profile", { refresh: ["GET /v1/m/home", "GET /v1/m/profile"] });
  const choose = (wanted: Language) => {
    setLanguage(wanted);
    keep.mutate({ body: { language: wanted } });
  };
  const choices = [
    { value: "zh-CN", word: say.chinese, lang: "zh-CN" },
    { value: "en", word: say.english, lang: "en" },
  ] as const;
  return (
    <section className="m-section">
      <h2>{say.language}</h2>
      <Choices name={say.language} chosen={language} choices={choices} onChoose={choose} />
      {keep.error && <ProblemNote of={keep.error} />}
    </section>
  );
}

function Looks() {
  const say = useWords(meWords);
  const { choice, setChoice } = useLook();
  const choices = (["auto", "light", "dark"] as const).map((value) => ({ value, word: say[value] }));
  return (
    <section className="m-section">
      <h2>{say.look}</h2>
      <Choices name={say.look} chosen={choice} choices={choices} onChoose={setChoice} />
    </section>
  );
}

function Leave() {
  const say = useWords(meWords);
  const client = useQueryClient();
  const go = useNavigate();
  const leave = useAct("DELETE /v1/m/sessions/current", {
    onDone: () => {
      void go("/join?left=1", { replace: true });
      client.clear();
    },
  });
  return (
    <>
      {leave.error && <ProblemNote of={leave.error} />}
      <button type="button" className="m-button m-plain" disabled={leave.isPending} onClick={() => leave.mutate({})}>
        {leave.isPending ? say.leaving : say.leave}
      </button>
    </>
  );
}
