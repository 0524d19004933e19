import { useAsk } from "@liuke/kit/ask.ts";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useMay } from "@liuke/kit/me.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import type { Doc } from "../programme/document.ts";
import { Outline } from "../programme/Outline.tsx";
import { nameOf } from "../programme/tell.ts";
import { useTeller } from "../programme/teller.ts";
import { templatesWords } from "./templates.words.ts";
import { useTake } from "./take.ts";
import "../programme/programme.css";
import "./templates.css";

/** One ready-made programme in sentences, to be taken as a draft of one's own. */
export default function TemplateShown() {
  const say = useWords(templatesWords);
  const language = useLanguage();
  const teller = useTeller();
  const { code = "" } = useParams();
  const go = useNavigate();
  const may = useMay("programme.edit");
  const asked = useAsk("GET /v1/programmes/templates/{code}", { path: { code } }, { staleTime: Infinity });
  const take = useTake((saved) => void go(`/programme/${saved.programme}/edit/tiers?draft=${saved.id}`));
  return (
    <section className="page">
      <Region asked={asked} waiting={<Waiting rows={8} />}>
        {(answer) => {
          const doc = answer as unknown as Doc;
          return (
            <>
              <header className="page-head">
                <div>
                  <Link to="/programme/templates">{say.title}</Link>
                  <h1>{nameOf(doc, language)}</h1>
                </div>
                {may && (
                  <Button type="primary" loading={take.isPending} onClick={() => take.start(doc)}>
                    {say.use}
                  </Button>
                )}
              </header>
              {take.error && <ProblemNote of={take.error} />}
              <p className="lk-2 template-hint">{language === "en" ? doc.description : doc.description_zh}</p>
              <div className="card">
                <Outline doc={doc} by={teller([doc])} />
              </div>
              <p className="lk-2 template-hint">{say.useHint}</p>
            </>
          );
        }}
      </Region>
    </section>
  );
}
