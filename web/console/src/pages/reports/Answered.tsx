import { useAddress } from "@liuke/kit/desk/address.ts";
import { Chart } from "@liuke/kit/desk/Chart.tsx";
import type { Column as Shown } from "@liuke/kit/desk/columns.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { useRoomForColumns } from "@liuke/kit/desk/wide.ts";
import { count, laterBy } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { useLook, useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { EARLIER, pointOf, type Catalogue, type Cell, type Report, type ReportAnswer } from "./asking.ts";
import { useCells, type Cells } from "./cells.ts";
import { drawn, rowsOf, type Drawn, type Row } from "./drawing.ts";
import { Headline } from "./Headline.tsx";
import { Method } from "./Method.tsx";
import { reportWords } from "./reports.words.ts";

const FIRST = 20;

interface Props {
  catalogue: Catalogue;
  report: Report;
  answer: ReportAnswer;
  before: ReportAnswer | undefined;
}

/** The answer in figures, its pictures, its rows, and how it is computed. */
export function Answered({ catalogue, report, answer, before }: Props) {
  const say = useWords(reportWords);
  const { palette } = useLook();
  const cells = useCells(catalogue, answer.places);
  const { set } = useAddress();
  const may = useMay("reports.members") && report.drill.length > 0;
  const rows = useMemo(() => rowsOf(answer), [answer]);
  const charts = useMemo(() => {
    const ground = { cells, columns: answer.columns, palette, earlier: say.earlier };
    return report.charts.flatMap((one) => drawn(one, rows, before ? rowsOf(before) : [], ground));
  }, [report, rows, before, answer.columns, cells, palette, say.earlier]);
  const open = (row: Row | undefined, old = false) => {
    if (row && may) set({ at: JSON.stringify(pointOf(report, row)), of: old ? EARLIER : null }, { push: true });
  };
  if (answer.rows.length === 0) {
    const since = answer.parameters["since_on"];
    return (
      <>
        <Empty title={say.noRows}>
          {typeof since === "string" && <Button onClick={() => set({ since_on: laterBy(since, -365) })}>{say.longer}</Button>}
        </Empty>
        <Method catalogue={catalogue} report={report} columns={answer.columns} />
      </>
    );
  }
  return (
    <>
      <Headline catalogue={catalogue} of={answer.headline} before={before?.headline} />
      <div className="rp-charts">
        {charts.map((one) => <Picture key={one.key} of={one} onOpen={open} />)}
      </div>
      <h2>{say.rows}</h2>
      <Rows report={report} answer={answer} rows={rows} cells={cells} onOpen={may ? (row) => open(row) : undefined} />
      {answer.more && <p className="lk-2">{say.more(count(answer.rows.length))}</p>}
      <Method catalogue={catalogue} report={report} columns={answer.columns} />
    </>
  );
}

function Picture({ of, onOpen }: { of: Drawn; onOpen: (row: Row | undefined, old?: boolean) => void }) {
  const chart = (
    <Chart
      title={of.title}
      option={of.option}
      twin={of.twin}
      height={of.height}
      field={of.field ?? false}
      least={of.width}
      onPick={({ series, index }) => onOpen(of.row(series, index), of.old?.(series))}
    />
  );
  return (
    <section className="card rp-chart">{chart}</section>
  );
}

interface RowsProps {
  report: Report;
  answer: ReportAnswer;
  rows: Row[];
  cells: Cells;
  onOpen: ((row: Row) => void) | undefined;
}

function Rows({ report, answer, rows, cells, onOpen }: RowsProps) {
  const say = useWords(reportWords);
  const [first] = answer.columns;
  const nameOf = (row: Row) => report.drill.map((code) => said(cells, answer, code, row)).join(" · ");
  const [most, setMost] = useState(FIRST);
  const room = useRoomForColumns();
  // A bare figure is no title for the card of a phone.
  const titled = (text: string) => (room || first?.holds !== "number" ? text : `${cells.label(first)} ${text}`);
  const columns: Shown<Row>[] = answer.columns.map((one, at) => ({
    key: one.code,
    title: cells.label(one),
    right: at > 0 && (one.role === "metric" || one.holds === "number" || one.holds === "money"),
    render: (row) => {
      const text = cells.text(one, row[one.code] ?? null, row);
      return at === 0 ? titled(text) : text;
    },
  }));
  if (onOpen) {
    columns.push({
      key: "who",
      title: say.who,
      card: "acts",
      render: (row) => (
        <Button type="link" size="small" aria-label={say.open(nameOf(row))} onClick={() => onOpen(row)}>{say.members}</Button>
      ),
    });
  }
  const keyOf = (row: Row) => JSON.stringify([...report.drill, first?.code ?? ""].map((code) => row[code]));
  return (
    <ListFrame<Row>
      name={`report-${report.code}`}
      label={say.rows}
      total={count(rows.length)}
      pages={{
        rows: rows.slice(0, most),
        error: null,
        isPending: false,
        isFetchingNextPage: false,
        hasNextPage: rows.length > most,
        fetchNextPage: () => setMost(rows.length),
        refetch: () => null,
      }}
      columns={columns}
      keyOf={keyOf}
      empty={<Empty title={say.noRows} />}
    />
  );
}

/** Say one column of a row in words. */
export function said(cells: Cells, answer: Pick<ReportAnswer, "columns">, code: string, row: Record<string, Cell>): string {
  const column = answer.columns.find((one) => one.code === code);
  return column ? cells.text(column, row[code] ?? null, row) : String(row[code] ?? "");
}
