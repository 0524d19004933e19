import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { Catalogue, ReportAnswer } from "./asking.ts";
import { useCells } from "./cells.ts";
import { reportWords } from "./reports.words.ts";

const MOST = 1_000;

type Sums = ReportAnswer["headline"];

/** The answer in one sentence, and its figures beside those of what it is compared with. */
export function Headline({ catalogue, of, before }: { catalogue: Catalogue; of: Sums; before: Sums | undefined }) {
  const say = useWords(reportWords);
  const language = useLanguage();
  const cells = useCells(catalogue);
  if (of.length === 0) return null;
  const shown = of.map((one) => {
    const metric = catalogue.metrics.find((found) => found.code === one.metric);
    const unit = metric?.unit ?? "count";
    const column = { code: one.metric, role: "metric" as const, holds: unit, label: metric?.label ?? one.metric, label_zh: metric?.label_zh ?? one.metric };
    return {
      code: one.metric,
      unit,
      label: cells.label(column),
      definition: language === "en" ? metric?.definition : metric?.definition_zh,
      now: one.value,
      earlier: before?.find((found) => found.metric === one.metric)?.value,
      text: (value: number | null) => cells.text(column, value),
    };
  });
  const sentence = shown.slice(0, 3).map((one) => say.is(one.label, one.text(one.now))).join(say.join);
  return (
    <>
      <p className="rp-sentence">{say.sentence(sentence)}</p>
      <ul className="rp-tiles">
        {shown.map((one) => (
          <li key={one.code} className="card" title={one.definition}>
            <span className="lk-2">{one.label}</span>
            <strong className="lk-num">{one.text(one.now)}</strong>
            {before && <Change unit={one.unit} now={one.now} earlier={one.earlier ?? null} text={one.text} />}
          </li>
        ))}
      </ul>
    </>
  );
}

interface ChangeProps {
  unit: string;
  now: number | null;
  earlier: number | null;
  text: (value: number | null) => string;
}

function Change({ unit, now, earlier, text }: ChangeProps) {
  const say = useWords(reportWords);
  if (now === null || earlier === null || (unit !== "share" && earlier === 0)) return <span className="lk-2">{say.noBase}</span>;
  const by = unit === "share" ? (now - earlier) / 100 : ((now - earlier) * 100) / earlier;
  const written = Math.abs(by).toFixed(1);
  // Beside next to nothing a change says nothing.
  if (Math.abs(by) >= MOST) return <span className="lk-2 lk-num">{say.is(say.earlier, text(earlier))}</span>;
  const way = by > 0 ? say.up : say.down;
  return (
    <span className="lk-2 lk-num">
      {written === "0.0" ? say.same : (
        <>
          {by > 0 ? <ArrowUpOutlined aria-hidden /> : <ArrowDownOutlined aria-hidden />} {way} {unit === "share" ? say.pp(written) : say.percent(written)}
        </>
      )}
      {" · "}
      {say.is(say.earlier, text(earlier))}
    </span>
  );
}
