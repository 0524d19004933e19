import { useAsk } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { instant } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/me.tsx";
import { Empty, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useRef } from "react";
import { Link, useParams } from "react-router";
import { Answered } from "./Answered.tsx";
import { askingOf, comparedOf, pointFrom, type Catalogue, type Report } from "./asking.ts";
import { Behind } from "./Behind.tsx";
import { Controls } from "./Controls.tsx";
import { Outputs } from "./Outputs.tsx";
import "./reports.css";
import { reportWords } from "./reports.words.ts";

/** One question: what it is asked with, the answer, the picture, the rows, and how it is computed. */
export default function ReportPage() {
  const say = useWords(reportWords);
  const { code = "" } = useParams();
  const asked = useAsk("GET /v1/reports", {}, { staleTime: 300_000 });
  const report = asked.data?.reports.find((one) => one.code === code);
  if (asked.data && !report) {
    return (
      <section className="page">
        <h1>{say.title}</h1>
        <Empty title={say.unknown}><Link to="/reports">{say.toAll}</Link></Empty>
      </section>
    );
  }
  return (
    <Region asked={asked} waiting={<section className="page"><h1>{say.title}</h1><Waiting rows={8} height={32} /></section>}>
      {(catalogue) => (report ? <Shown key={code} catalogue={catalogue} report={report} /> : null)}
    </Region>
  );
}

function Shown({ catalogue, report }: { catalogue: Catalogue; report: Report }) {
  const say = useWords(reportWords);
  const language = useLanguage();
  const place = usePlace();
  const { get, set } = useAddress();
  const page = useRef<HTMLElement>(null);
  const asking = askingOf(report, get);
  const asked = useAsk("POST /v1/reports/{code}", { path: { code: report.code }, body: asking });
  const other = comparedOf(asking, asked.data, get("compare"), get("against"));
  const before = useAsk("POST /v1/reports/{code}", { path: { code: report.code }, body: other ?? asking }, { enabled: other !== null });
  const point = pointFrom(get("at"));
  const title = language === "en" ? report.title : report.title_zh;
  return (
    <section className="page rp" ref={page}>
      <header className="page-head">
        <div className="rp-title">
          <Link to="/reports">{say.title}</Link>
          <h1>{title}</h1>
        </div>
        <Outputs report={report} asking={asking} title={title} within={page} />
      </header>
      <Controls report={report} answer={asked.data} />
      <Region asked={asked} waiting={<Waiting rows={10} height={32} />}>
        {(answer) => (
          <div className={asked.isPlaceholderData ? "rp-answer rp-old" : "rp-answer"}>
            <p className="rp-asof lk-2">
              <time dateTime={answer.as_of}>{say.asOf(instant(answer.as_of, place, language))}</time>
            </p>
            <Answered catalogue={catalogue} report={report} answer={answer} before={other ? before.data : undefined} />
          </div>
        )}
      </Region>
      {point && asked.data && (
        <Behind report={report} asking={asking} point={point} answer={asked.data} catalogue={catalogue} onClose={() => set({ at: null })} />
      )}
    </section>
  );
}
