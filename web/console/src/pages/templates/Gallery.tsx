import { useAsk } from "@liuke/kit/ask.ts";
import type { liuke_domains_programme_ready_made_Template as Template } from "@liuke/client/api.ts";
import { Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import type { Doc } from "../programme/document.ts";
import { bookOf } from "../programme/standing.ts";
import { nameOf, whatOf } from "../programme/tell.ts";
import { useTeller } from "../programme/teller.ts";
import { templatesWords } from "./templates.words.ts";
import "./templates.css";

/** The main numbers of a template: how many levels, what earns, what points are worth. */
function Numbers({ code }: { code: string }) {
  const say = useWords(templatesWords);
  const language = useLanguage();
  const teller = useTeller();
  const asked = useAsk("GET /v1/programmes/templates/{code}", { path: { code } }, { staleTime: Infinity });
  return (
    <Region asked={asked} waiting={<Waiting rows={3} height={16} />}>
      {(answer) => {
        const doc = answer as unknown as Doc;
        const by = teller([doc]);
        const sets = doc.tiers ?? [];
        const earn = doc.rules?.find((rule) => rule.effects.some((effect) => effect.kind === "earn"));
        return (
          <dl className="template-numbers">
            <dt>{say.levels}</dt>
            <dd>
              {sets.length === 0 && say.without}
              {sets.map((set) => (
                <div key={set.code}>{set.levels.map((level) => nameOf(level, language)).join(" → ")}</div>
              ))}
            </dd>
            {earn && <dt>{say.earns}</dt>}
            {earn && <dd>{whatOf(earn, by)}</dd>}
            {(doc.books ?? []).map((book) => [
              <dt key={`${book.code} name`}>{nameOf(book, language)}</dt>,
              <dd key={book.code}>{bookOf(book, by)}</dd>,
            ])}
          </dl>
        );
      }}
    </Region>
  );
}

/** One ready-made programme on a card. */
function TemplateCard({ of, to }: { of: Template; to: string }) {
  const language = useLanguage();
  const say = useWords(templatesWords);
  return (
    <article className="card template-card">
      <h2>
        <Link to={to}>{nameOf(of, language)}</Link>
      </h2>
      <p className="lk-2">{language === "en" ? of.description : of.description_zh}</p>
      <Numbers code={of.code} />
      <Link to={to} aria-label={`${say.look} ${nameOf(of, language)}`}>
        {say.look}
      </Link>
    </article>
  );
}

/** Every ready-made programme as a grid; `to` says where one opens. */
export function TemplateGrid({ to }: { to: (code: string) => string }) {
  const asked = useAsk("GET /v1/programmes/templates", {}, { staleTime: Infinity });
  return (
    <Region asked={asked} waiting={<Waiting rows={3} height={180} />}>
      {(templates) => (
        <div className="template-grid">
          {templates.map((one) => (
            <TemplateCard key={one.code} of={one} to={to(one.code)} />
          ))}
        </div>
      )}
    </Region>
  );
}

/** The gallery: ready-made programmes, each with what it does and its main numbers. */
export default function Gallery() {
  const say = useWords(templatesWords);
  return (
    <section className="page">
      <header className="page-head">
        <div>
          <h1>{say.title}</h1>
          <p className="lk-2 template-hint">{say.hint}</p>
        </div>
      </header>
      <TemplateGrid to={(code) => `/programme/templates/${code}`} />
    </section>
  );
}
