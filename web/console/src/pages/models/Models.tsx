import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { Tabs } from "@liuke/kit/desk/Tabs.tsx";
import { day, instant } from "@liuke/kit/formats.ts";
import { Empty, Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Alerts } from "./Alerts.tsx";
import { Evaluation } from "./Evaluation.tsx";
import { Forecasts } from "./Forecasts.tsx";
import "./models.css";
import { modelsWords } from "./models.words.ts";
import { Parameters } from "./Parameters.tsx";
import { Settings } from "./Settings.tsx";
import { settingsWords } from "./settings.words.ts";
import { Stages } from "./Stages.tsx";

export type ModelsAnswer = Answer<"GET /v1/models">;
export type Model = ModelsAnswer["models"][number];

/** What was fitted, on data until when, and how far it is off beside what costs nothing. */
export default function Models() {
  const say = useWords(modelsWords);
  const words = useWords(settingsWords);
  const { get, set } = useAddress();
  return (
    <section className="page">
      <header className="page-head"><h1>{say.title}</h1></header>
      <Tabs
        label={words.tabs}
        chosen={get("tab") === "settings" ? "settings" : "results"}
        onChoose={(tab) => set({ tab: tab === "results" ? null : tab })}
        tabs={[
          { key: "results", label: words.results, children: <Results /> },
          { key: "settings", label: words.settings, children: <Settings /> },
        ]}
      />
    </section>
  );
}

function Results() {
  const say = useWords(modelsWords);
  const asked = useAsk("GET /v1/models", {});
  return (
    <Region asked={asked}>
      {(answer) =>
        answer.models.length === 0 ? <Empty title={say.none}>{say.noneHint}</Empty> : <Fitted of={answer} />
      }
    </Region>
  );
}

function Fitted({ of }: { of: ModelsAnswer }) {
  const say = useWords(modelsWords);
  const fitted = (kind: string) => of.models.some((one) => one.kind === kind && one.state === "fitted");
  return (
    <div className="models">
      <p className="models-note">{say.estimates}</p>
      {fitted("movements") && <Alerts />}
      {fitted("demand") && <Forecasts />}
      <div className="models-two">
        <Stages of={of.members["life"] ?? []} />
        {of.models.map((model) => <Card key={model.kind} of={model} />)}
      </div>
    </div>
  );
}

function Card({ of }: { of: Model }) {
  const say = useWords(modelsWords);
  const language = useLanguage();
  const place = usePlace();
  return (
    <section className="card models-block">
      <div className="models-head">
        <h2>{say[of.kind]}</h2>
        <span className="lk-3">
          {say.through(day(of.through_on, language))} · {say.fitted(instant(of.fitted_at, place, language))}
        </span>
      </div>
      {of.state === "sparse" ? (
        <p>{say.sparse(language === "en" ? of.reason : of.reason_zh)}</p>
      ) : (
        <>
          {of.evaluation.length > 0 ? <Evaluation of={of.evaluation} /> : <p className="lk-2">{say.inUse}</p>}
          <Parameters of={of.parameters} />
        </>
      )}
    </section>
  );
}
