import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { Catalogue, Column, Report } from "./asking.ts";
import { reportWords } from "./reports.words.ts";

/** What a report means: its question in words, and the definition of every figure in it. */
export function Method({ catalogue, report, columns }: { catalogue: Catalogue; report: Report; columns: readonly Column[] }) {
  const say = useWords(reportWords);
  const language = useLanguage();
  const english = language === "en";
  const metrics = columns.flatMap((one) => catalogue.metrics.find((found) => found.code === one.code) ?? []);
  return (
    <details className="card rp-method">
      <summary>{say.method}</summary>
      <p>{english ? report.about : report.about_zh}</p>
      <dl>
        {metrics.map((one) => (
          <div key={one.code}>
            <dt>{english ? one.label : one.label_zh}</dt>
            <dd>
              {english ? one.definition : one.definition_zh}
              {one.formula && <code className="lk-code lk-2">{one.formula}</code>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
