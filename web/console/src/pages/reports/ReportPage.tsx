import { useAsk } from "@liuke/kit/ask.ts";
import { call } from "@liuke/kit/call.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { instant } from "@liuke/kit/formats.ts";
import { Empty, ProblemNote, Region, Waiting } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import type { Problem } from "@liuke/kit/problem.ts";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useRef } from "react";
import { Link, useParams } from "react-router";
import { useKeptStore } from "../../shell/scope.ts";
import { Answered } from "./Answered.tsx";
import { EARLIER, askingOf, comparedOf, pointFrom, type Asking, type Catalogue, type Report, type ReportAnswer } from "./asking.ts";
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
  const { get, set } = useAddress();
  useKeptStore("stores", "id", report.parameters.some((one) => one.kind === "stores"));
  const page = useRef<HTMLElement>(null);
  const asking = askingOf(report, get);
  const asked = useAsk("POST /v1/reports/{code}", { path: { code: report.code }, body: asking });
  const other = comparedOf(asking, asked.data, get("compare"), get("against"));
  const before = useAsk("POST /v1/reports/{code}", { path: { code: report.code }, body: other ?? asking }, { enabled: other !== null });
  const point = pointFrom(get("at"));
  const earlier = get("of") === EARLIER;
  const [behind, told] = earlier ? [other, before.data] : [asking, asked.data];
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
            <AsOf report={report} asking={asking} at={answer.as_of} />
            <Answered catalogue={catalogue} report={report} answer={answer} before={other ? before.data : undefined} />
          </div>
        )}
      </Region>
      {point && behind && told && (
        <Behind report={report} asking={behind} point={point} answer={told} earlier={earlier} catalogue={catalogue} onClose={() => set({ at: null, of: null })} />
      )}
    </section>
  );
}

/** As of when the figures are, and how to have those of this minute. */
function AsOf({ report, asking, at }: { report: Report; asking: Asking; at: string }) {
  const say = useWords(reportWords);
  const language = useLanguage();
  const place = usePlace();
  const client = useQueryClient();
  // Asked once with `now`; whatever is shown of reports is then asked again, as of that moment.
  const now = useMutation<ReportAnswer, Problem>({
    mutationFn: () => call("POST /v1/reports/{code}", { path: { code: report.code }, body: { ...asking, now: true } }),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey.some((one) => String(one).startsWith("POST /v1/reports/")) }),
  });
  return (
    <p className="rp-asof lk-2">
      <time dateTime={at}>{say.asOf(instant(at, place, language))}</time>
      <Button
        type="link"
        size="small"
        loading={now.isPending}
        onClick={() => now.mutate()}
      >
        {say.toNow}
      </Button>
      {now.error && <ProblemNote of={now.error} />}
    </p>
  );
}
