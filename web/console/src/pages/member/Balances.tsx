import { useAsk } from "@liuke/kit/ask.ts";
import type { Answer } from "@liuke/kit/call.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { day, measured } from "@liuke/kit/formats.ts";
import { Region } from "@liuke/kit/notes.tsx";
import { usePlace } from "@liuke/kit/place.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { useNames } from "../members/names.ts";
import { useUnits } from "../members/units.ts";
import { moneyWords } from "./money.words.ts";

type Balance = Answer<"GET /v1/members/{member_id}/points">[number];

/** What a member has in every book; pending, held and owed never stand in the balance. */
export function Balances({ id }: { id: string }) {
  const say = useWords(moneyWords);
  const asked = useAsk("GET /v1/members/{member_id}/points", { path: { member_id: id } });
  return (
    <section className="card member-block" aria-label={say.points}>
      <h2>{say.points}</h2>
      <Region asked={asked}>
        {(books) => (
          <>
            {books.length === 0 && <p className="lk-2">{say.noBooks}</p>}
            <div className="member-books">{books.map((one) => <Book key={one.book} of={one} />)}</div>
          </>
        )}
      </Region>
    </section>
  );
}

function Book({ of }: { of: Balance }) {
  const say = useWords(moneyWords);
  const language = useLanguage();
  const names = useNames();
  const { set } = useAddress();
  const unit = useUnits()(of.book);
  const { currency } = usePlace();
  const tell = (value: number) => measured(value, unit, currency, language);
  return (
    <div className="member-book">
      <div className="member-pair">
        <h3>{names.book(of.book)}</h3>
        <span>
          <button type="button" className="lk-link" aria-label={say.lotsOf(names.book(of.book))} onClick={() => set({ tab: "money", book: of.book, show: "lots" }, { push: true })}>
            {say.lots}
          </button>{" "}
          <button type="button" className="lk-link" aria-label={say.entriesOf(names.book(of.book))} onClick={() => set({ tab: "money", book: of.book, show: null }, { push: true })}>
            {say.entries}
          </button>
        </span>
      </div>
      <strong className="member-figure lk-num">{tell(of.spendable)}</strong>
      <ul className="member-list lk-2">
        {of.pending > 0 && <li>{say.pending} {tell(of.pending)}</li>}
        {of.held > 0 && <li>{say.held} {tell(of.held)}</li>}
        {of.debt > 0 && <li className="member-warn">{say.owes(tell(of.debt))}</li>}
        {of.expires_next_on && <li>{say.expires(tell(of.expiring), day(of.expires_next_on, language))}</li>}
        <li>{say.earned} {tell(of.earned)}</li>
      </ul>
    </div>
  );
}
