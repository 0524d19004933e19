import { DeleteOutlined, PrinterOutlined } from "@ant-design/icons";
import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { Link } from "react-router";
import type { Catalogue, Report } from "./asking.ts";
import { saveFile } from "./files.ts";
import "./reports.css";
import { reportWords } from "./reports.words.ts";

const GROUPS = ["sales", "members", "goods", "programme", "marketing"] as const;

/** Every report there is, by what it is about; what somebody saved stands first. */
export default function Gallery() {
  const say = useWords(reportWords);
  const language = useLanguage();
  const asked = useAsk("GET /v1/reports", {}, { staleTime: 300_000 });
  const week = useAct("POST /v1/reports/weekly/files", { onDone: saveFile });
  return (
    <section className="page">
      <header className="page-head">
        <h1>{say.title}</h1>
        <div className="page-acts">
          <Button
            icon={<PrinterOutlined aria-hidden />}
            loading={week.isPending}
            title={say.weeklyHint}
            onClick={() => week.mutate({ body: { language: language === "en" ? "en" : "zh" } })}
          >
            {say.weekly}
          </Button>
        </div>
      </header>
      <p className="lk-2 rp-lead">{say.lead}</p>
      {week.error && <ProblemNote of={week.error} />}
      <Region asked={asked} waiting={<Waiting rows={8} height={48} />}>
        {(catalogue) => (
          <div className="rp-groups">
            <Saved catalogue={catalogue} />
            {GROUPS.map((group) => <Group key={group} group={group} of={catalogue.reports.filter((one) => one.group === group)} />)}
          </div>
        )}
      </Region>
    </section>
  );
}

function Group({ group, of }: { group: Report["group"]; of: readonly Report[] }) {
  const say = useWords(reportWords);
  const language = useLanguage();
  if (of.length === 0) return null;
  return (
    <section aria-labelledby={`rp-${group}`}>
      <h2 id={`rp-${group}`}>{say[group]}</h2>
      <ul className="rp-cards">
        {of.map((one) => (
          <li key={one.code}>
            <Link className="card rp-card" to={`/reports/${one.code}`}>
              <strong>{language === "en" ? one.title : one.title_zh}</strong>
              <span className="lk-2">{language === "en" ? one.about : one.about_zh}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Saved({ catalogue }: { catalogue: Catalogue }) {
  const say = useWords(reportWords);
  const language = useLanguage();
  const asked = useAsk("GET /v1/views", {}, { staleTime: 300_000 });
  const drop = useAct("DELETE /v1/views/{view_id}", { refresh: ["GET /v1/views"] });
  const views = (asked.data ?? []).filter((one) => one.page.startsWith("reports/"));
  if (views.length === 0) return null;
  const titleOf = (page: string) => {
    const found = catalogue.reports.find((one) => `reports/${one.code}` === page);
    return found && (language === "en" ? found.title : found.title_zh);
  };
  return (
    <section aria-labelledby="rp-saved">
      <h2 id="rp-saved">{say.saved}</h2>
      {drop.error && <ProblemNote of={drop.error} />}
      <ul className="rp-saved">
        {views.map((one) => (
          <li key={one.id} className="card">
            <Link to={`/${one.page}${one.query ? `?${one.query}` : ""}`}>{one.name}</Link>
            <span className="lk-2">{titleOf(one.page)}</span>
            <Button
              type="text"
              size="small"
              aria-label={say.drop(one.name)}
              icon={<DeleteOutlined aria-hidden />}
              onClick={() => drop.mutate({ path: { view_id: one.id } })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
