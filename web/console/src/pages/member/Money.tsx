import { useAsk } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Segmented } from "antd";
import { useNames } from "../members/names.ts";
import { Balances } from "./Balances.tsx";
import { Coupons } from "./Coupons.tsx";
import { Entries, Lots } from "./Ledger.tsx";
import { moneyWords } from "./money.words.ts";

/** Points by book with lots and ledger, and coupons by state. */
export function Money({ id }: { id: string }) {
  const say = useWords(moneyWords);
  const names = useNames();
  const { get, set } = useAddress();
  const mayCoupons = useMay("coupons.read");
  const books = useAsk("GET /v1/members/{member_id}/points", { path: { member_id: id } }).data ?? [];
  const book = books.find((one) => one.book === get("book"))?.book ?? books[0]?.book;
  const lots = get("show") === "lots";
  return (
    <div className="member-money">
      <Balances id={id} />
      {book && (
        <section className="member-block" aria-label={lots ? say.lotsOf(names.book(book)) : say.entriesOf(names.book(book))}>
          <div className="member-block-head">
            <h2>{lots ? say.lotsOf(names.book(book)) : say.entriesOf(names.book(book))}</h2>
            <span className="member-switch">
              {books.length > 1 && (
                <Segmented
                  aria-label={say.book}
                  value={book}
                  options={books.map((one) => ({ value: one.book, label: names.book(one.book) }))}
                  onChange={(value) => set({ book: value })}
                />
              )}
              <Segmented
                aria-label={say.points}
                value={lots ? "lots" : "entries"}
                options={[{ value: "entries", label: say.entries }, { value: "lots", label: say.lots }]}
                onChange={(value) => set({ show: value === "lots" ? "lots" : null })}
              />
            </span>
          </div>
          {lots ? <Lots id={id} book={book} /> : <Entries id={id} book={book} />}
        </section>
      )}
      {mayCoupons && <Coupons id={id} />}
    </div>
  );
}
