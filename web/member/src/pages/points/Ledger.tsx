import { usePages } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { change, day } from "@liuke/kit/formats.ts";
import { When } from "@liuke/kit/figures.tsx";
import { Empty } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { Listed } from "../../parts/Listed.tsx";
import { useEither } from "../../parts/saying.ts";
import { useAmount } from "../../parts/useAmount.ts";
import type { Book } from "./Points.tsx";
import { pointWords } from "./points.words.ts";

type Told = Answer<"GET /v1/m/points/{book}/entries">["items"][number];

/** What moved a book, newest first; of one direction only if so chosen. */
export function Ledger({ book, only }: { book: Book; only: "all" | "in" | "out" }) {
  const say = useWords(pointWords);
  const asked = usePages("GET /v1/m/points/{book}/entries", { path: { book: book.book }, query: { limit: 50 } });
  const fits = ({ line }: Told) => only === "all" || line.entry.points > 0 === (only === "in");
  const rows = asked.rows.filter(fits);
  const empty =
    asked.rows.length > 0 ? (
      <Empty title={say.noneOf(asked.rows.length)} />
    ) : (
      <Empty title={say.none}>{say.noneWhy}</Empty>
    );
  return (
    <Listed asked={asked} rows={rows} empty={empty}>
      {(told) => <Entry key={told.line.entry.seq} told={told} book={book} />}
    </Listed>
  );
}

function Entry({ told, book }: { told: Told; book: Book }) {
  const say = useWords(pointWords);
  const either = useEither();
  const language = useLanguage();
  const { entry, parts } = told.line;
  const { decimals } = book.unit;
  const write = useAmount(book);
  const ends = parts.find((part) => part.expires_on !== null)?.expires_on;
  const content = (
    <>
      <p className="m-split">
        <b>{[either(told.text, told.text_zh), told.store].filter(Boolean).join(" · ")}</b>
        <b className="lk-num">{change(entry.points, decimals)}</b>
      </p>
      <p className="m-split lk-2">
        <When at={entry.happened_at} exact />
        <span className="lk-num">{say.balance(write(entry.balance_after))}</span>
      </p>
      {/* The reasons are kept as they were said then, in Chinese. */}
      {language !== "en" && entry.reason.length > 0 && <p className="lk-2">{entry.reason.join("；")}</p>}
      {entry.short > 0 && <p className="lk-2">{say.short(write(entry.short))}</p>}
      {entry.points > 0 && ends && <p className="lk-2">{say.due(day(ends, language))}</p>}
      {entry.order_id && <span className="lk-hidden">{say.order}</span>}
    </>
  );
  return (
    <li>
      {entry.order_id ? (
        <Link to={`/orders/${entry.order_id}`} className="m-line">
          <div className="entry">{content}</div>
        </Link>
      ) : (
        <div className="entry">{content}</div>
      )}
    </li>
  );
}
