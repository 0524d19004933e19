import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { day, laterBy } from "@liuke/kit/formats.ts";
import { Empty, Region, Waiting } from "@liuke/kit/notes.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { Link, useParams } from "react-router";
import { Page } from "../../parts/Page.tsx";
import { useEither } from "../../parts/saying.ts";
import { useAmount } from "../../parts/useAmount.ts";
import { Tabs, useTab } from "../../parts/Tabs.tsx";
import { useToday } from "@liuke/kit/today.ts";
import { Ledger } from "./Ledger.tsx";
import { Lots } from "./Lots.tsx";
import { pointWords } from "./points.words.ts";
import "./points.css";

const SOON_DAYS = 30;

export type Book = Answer<"GET /v1/m/points">[number];

/** Points: what there is and what ends, then what happened, in words. */
export default function Points() {
  const { book } = useParams();
  const say = useWords(pointWords);
  const either = useEither();
  const asked = useAsk("GET /v1/m/points", {});
  const found = asked.data?.find((one) => one.book === book) ?? (book ? undefined : asked.data?.[0]);
  return (
    <Page title={found ? either(found.name, found.name_zh) : say.usable}>
      <Region asked={asked} waiting={<Waiting rows={4} height={72} />}>
        {(books) => (
          <>
            {books.length > 1 && <Books books={books} chosen={found?.book} />}
            {found ? <Of book={found} /> : <Empty title={say.unknown} />}
          </>
        )}
      </Region>
    </Page>
  );
}

function Books({ books, chosen }: { books: Book[]; chosen: string | undefined }) {
  const say = useWords(pointWords);
  const either = useEither();
  return (
    <nav className="m-tabs books" aria-label={say.books}>
      {books.map((one) => (
        <Link key={one.book} to={`/points/${one.book}`} replace aria-current={one.book === chosen ? "page" : undefined}>
          {either(one.name, one.name_zh)}
        </Link>
      ))}
    </nav>
  );
}

function Of({ book }: { book: Book }) {
  const say = useWords(pointWords);
  const choices = [["all", say.all], ["in", say.in], ["out", say.out], ["lots", say.lots]] as const;
  const shown = useTab("show", choices);
  return (
    <>
      <Balance book={book} />
      <Tabs of="show" name={say.filter} choices={choices} />
      {shown === "lots" ? <Lots book={book} /> : <Ledger book={book} only={shown} />}
    </>
  );
}

function Balance({ book }: { book: Book }) {
  const say = useWords(pointWords);
  const language = useLanguage();
  const { balance } = book;
  const write = useAmount(book);
  const soon = laterBy(useToday(), SOON_DAYS);
  return (
    <div className="m-card">
      <span className="lk-2">{book.qualifying ? say.soFar : say.usable}</span>
      <b className="m-big lk-num">{write(balance.spendable)}</b>
      {balance.pending > 0 && <Line word={say.pending} value={write(balance.pending)} />}
      {balance.held > 0 && <Line word={say.held} value={write(balance.held)} />}
      {balance.debt > 0 && <Line word={say.debt} value={write(balance.debt)} />}
      {balance.debt > 0 && <p className="lk-2">{say.debtWhy}</p>}
      {book.qualifying && <p className="lk-2">{say.counts}</p>}
      {balance.expiring > 0 && balance.expires_next_on ? (
        <p className={balance.expires_next_on <= soon ? "m-note m-warn" : "lk-2"}>
          {say.ends(write(balance.expiring), day(balance.expires_next_on, language))}
        </p>
      ) : (
        <p className="lk-2">{say.noEnd}</p>
      )}
    </div>
  );
}

function Line({ word, value }: { word: string; value: string }) {
  return (
    <p className="m-split">
      <span className="lk-2">{word}</span>
      <span className="lk-num">{value}</span>
    </p>
  );
}
