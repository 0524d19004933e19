import { useAsk } from "@liuke/kit/ask.ts";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Link, useNavigate, useSearchParams } from "react-router";
import type { Doc } from "../programme/document.ts";
import { Outline } from "../programme/Outline.tsx";
import { nameOf } from "../programme/tell.ts";
import { useTeller } from "../programme/teller.ts";
import { TemplateGrid } from "../templates/Gallery.tsx";
import { useOpenWith } from "./open_with.ts";
import { setupWords } from "./setup.words.ts";
import "../programme/programme.css";

/** One template, filled in, to be taken as it stands. */
function Filled({ code }: { code: string }) {
  const say = useWords(setupWords);
  const language = useLanguage();
  const teller = useTeller();
  const go = useNavigate();
  const asked = useAsk("GET /v1/programmes/templates/{code}", { path: { code } }, { staleTime: Infinity });
  const open = useOpenWith(() => void go("/setup?step=start"));
  return (
    <section className="card">
      <Region asked={asked} waiting={<Waiting rows={8} />}>
        {(answer) => {
          const doc = answer as unknown as Doc;
          return (
            <>
              <h2>{nameOf(doc, language)}</h2>
              <p className="lk-2">{language === "en" ? doc.description : doc.description_zh}</p>
              <Outline doc={doc} by={teller([doc])} />
              <p className="lk-2">{say.aloneHint}</p>
              {open.error && <ProblemNote of={open.error} />}
              <div className="page-acts">
                <Link to="/setup?step=programme">
                  <Button>{say.others}</Button>
                </Link>
                <Button type="primary" loading={open.isPending} onClick={() => open.mutate(doc)}>
                  {say.use}
                </Button>
              </div>
            </>
          );
        }}
      </Region>
    </section>
  );
}

/** Pick a template by its numbers, see it filled in, or go on without one. */
export function ChooseProgramme() {
  const say = useWords(setupWords);
  const [query] = useSearchParams();
  const code = query.get("template");
  if (code) return <Filled code={code} />;
  return (
    <section className="setup-choose">
      <header className="page-head">
        <div>
          <h2>{say.choose}</h2>
          <p className="lk-2">{say.chooseHint}</p>
        </div>
        <Link to="/setup?step=start">
          <Button>{say.skip}</Button>
        </Link>
      </header>
      <TemplateGrid to={(one) => `/setup?step=programme&template=${one}`} />
    </section>
  );
}
