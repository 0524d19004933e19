import { useWords } from "@liuke/kit/scheme.tsx";
import { freshCode, type Book, type Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords, named } from "./editor.words.ts";
import { MoneyAt, NumberAt } from "./amounts.tsx";
import { ChoiceAt, ManyAt, SwitchAt } from "./choices.tsx";
import { Clause, Rare } from "./Clause.tsx";
import { TextAt } from "./fields.tsx";
import { Item, Section, useAdd } from "./Item.tsx";
import { bookOf } from "./standing.ts";

function BookForm({ path, book }: { path: Path; book: Book }) {
  const say = useWords(editorWords);
  const { set } = useEditing();
  const kind = book.expiry?.kind ?? "never";
  const options = (codes: readonly string[], word: (code: string) => string) =>
    codes.map((value) => ({ value, label: word(value) }));
  const rare = [book.pending?.days, book.claw_back, book.transfer, book.qualifying].filter(Boolean).length;
  return (
    <>
      <Clause title={say.name}>
        <TextAt path={[...path, "name_zh"]} label={say.nameZh} />
        <TextAt path={[...path, "name"]} label={say.nameEn} />
      </Clause>
      <Clause title={say.worthOf}>
        <SwitchAt path={[...path, "payable"]} label={say.payable} />
        {book.payable && say.worth}
        {book.payable && <MoneyAt path={[...path, "value_minor_per_1000"]} label={say.worth} />}
      </Clause>
      <Clause title={say.expiry}>
        <ExpiryKind kind={kind} onChange={(made) => set([...path, "expiry"], made)} />
        {(kind === "rolling" || kind === "inactivity") && (
          <NumberAt path={[...path, "expiry", "months"]} label={say.expiry} min={0} suffix={say.months} />
        )}
        {kind === "rolling" && say.roundTo}
        {kind === "rolling" && (
          <ChoiceAt
            path={[...path, "expiry", "round_to"]}
            label={say.roundTo}
            none="day"
            options={options(["day", "month", "quarter", "year"], say.rounds)}
          />
        )}
        {kind === "dates" && <ManyAt path={[...path, "expiry", "dates"]} label={say.yearDays} hint="12-31" />}
      </Clause>
      <Rare set={rare}>
        <Clause title={say.pending}>
          <NumberAt path={[...path, "pending", "days"]} label={say.pending} none={0} suffix={say.days} />
          <SwitchAt path={[...path, "qualifying"]} label={say.qualifying} />
        </Clause>
        <Clause title={say.clawBack}>
          <ChoiceAt
            path={[...path, "claw_back"]}
            label={say.clawBack}
            none="debt"
            options={options(["debt", "deduct", "block", "waive"], say.clawBacks)}
          />
          {say.transfer}
          <ChoiceAt
            path={[...path, "transfer"]}
            label={say.transfer}
            none="none"
            options={options(["none", "household", "anyone"], say.transfers)}
          />
        </Clause>
      </Rare>
    </>
  );
}

const FIRST: Record<string, object> = {
  never: { kind: "never" },
  rolling: { kind: "rolling", months: 12, round_to: "month" },
  dates: { kind: "dates", dates: ["12-31"] },
  card_year: { kind: "card_year" },
  inactivity: { kind: "inactivity", months: 12 },
};

/** Another way to end has fields of its own, so the whole part is replaced. */
function ExpiryKind({ kind, onChange }: { kind: string; onChange: (made: object) => void }) {
  const say = useWords(editorWords);
  return (
    <select className="plain-select" aria-label={say.expiry} value={kind} onChange={({ target }) => onChange(FIRST[target.value] ?? {})}>
      {Object.keys(FIRST).map((one) => (
        <option key={one} value={one}>
          {say.expiries(one)}
        </option>
      ))}
    </select>
  );
}

/** The kinds of points of a programme. */
export function BookSection({ title }: { title: string }) {
  const say = useWords(editorWords);
  const { doc, by } = useEditing();
  const add = useAdd();
  const books = doc.books ?? [];
  const fresh = (): Book => ({ code: freshCode("points", books), ...named("newBook"), payable: true, value_minor_per_1000: 1000 });
  return (
    <Section title={title} add={say.addBook} onAdd={() => add("books", fresh())}>
      {books.map((book, place) => (
        <Item key={book.code} path={["books", place]} thing={book} told={bookOf(book, by)}>
          <BookForm path={["books", place]} book={book} />
        </Item>
      ))}
    </Section>
  );
}
