import { usePages } from "@liuke/kit/ask.ts";
import { ListFrame } from "@liuke/kit/desk/ListFrame.tsx";
import { count, phone, when } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import type { Answer } from "@liuke/kit/call.ts";
import { Drawer } from "antd";
import { Link } from "react-router";
import { said } from "./Answered.tsx";
import type { Asking, Catalogue, Point, Report, ReportAnswer } from "./asking.ts";
import { useCells } from "./cells.ts";
import { KeepSegment } from "./KeepSegment.tsx";
import { reportWords } from "./reports.words.ts";

type Person = Answer<"POST /v1/reports/{code}/members">["items"][number];

interface Props {
  report: Report;
  asking: Asking;
  point: Point;
  answer: ReportAnswer;
  earlier: boolean;
  catalogue: Catalogue;
  onClose: () => void;
}

/** Who is behind a point of a report; they can be kept as a list. */
export function Behind({ report, asking, point, answer, earlier, catalogue, onClose }: Props) {
  const say = useWords(reportWords);
  const language = useLanguage();
  const place = usePlace();
  const cells = useCells(catalogue);
  const mayKeep = useMay("segments.edit");
  const wish = { point, question: asking };
  const pages = usePages("POST /v1/reports/{code}/members", { path: { code: report.code }, body: { ...wish, limit: 50 } });
  const total = pages.data?.pages[0] && "total" in pages.data.pages[0] ? Number(pages.data.pages[0].total) : null;
  const where = [...report.drill.filter((code) => code in point).map((code) => said(cells, answer, code, point)), ...(earlier ? [say.earlier] : [])].join(" · ");
  return (
    <Drawer open title={say.behind} size={560} onClose={onClose} destroyOnHidden>
      <div className="rp-behind">
        <p>
          <strong>{where}</strong>
          {total !== null && <span className="lk-2"> {say.people(count(total))}</span>}
        </p>
        {mayKeep && total !== null && total > 0 && (
          <KeepSegment report={report} wish={wish} total={total} where={where} />
        )}
        <ListFrame<Person>
          name="report-members"
          label={say.behind}
          pages={pages}
          keyOf={(one) => one.id}
          empty={<Empty title={say.noRows} />}
          total={total === null ? undefined : count(total)}
          columns={[
            { key: "name", title: say.member, render: (one) => <Link to={`/members/${one.id}`}>{one.name || say.noName}</Link> },
            { key: "phone", title: say.phone, render: (one) => (one.phone ? phone(one.phone) : "—") },
            { key: "joined", title: say.joined, render: (one) => when(one.joined_at, place, language) },
          ]}
        />
      </div>
    </Drawer>
  );
}
