import { useWords } from "@liuke/kit/scheme.tsx";
import { freshCode, type Book, type Path } from "./document.ts";
import { useEditing } from "./editing.tsx";
import { editorWords, named } from "./editor.words.ts";
import { MoneyAt, NumberAt, PointsAt } from "./amounts.tsx";
import { ChoiceAt, ManyAt, SwitchAt } from "./choices.tsx";
import { Clause, Rare } from "./Clause.tsx";
import { TextAt } from "./fields.tsx";
import { Item, Section, useAdd } from "./Item.tsx";
import { moreWords } from "./more.words.ts";
import { bookOf } from "./standing.ts";

const FREEING = ["", "order.shipped", "order.received"];

function BookForm({ path, book }: { path: Path; book: Book }) {
  const say = useWords(editorWords);
  const more = useWords(moreWords);
  const options = (codes: readonly string[], word: (code: string) => string) =>
    codes.map((value) => ({ value, label: word(value) }));
  const rare = [
    book.pending?.days, book.pending?.until, book.claw_back, book.transfer, book.qualifying, book.decimals, book.restore_days,
    typeof book.closes_after_days === "number",
  ].filter(Boolean).length;
  return (
    <>
      <Clause title={say.name}>
        <TextAt path={[...path, "name_zh"]} label={say.nameZh} />
        <TextAt path={[...path, "name"]} label={say.nameEn} />
        <TextAt path={[...path, "name_one"]} label={say.nameOne} told />
      </Clause>
      <Clause title={say.worthOf}>
        <SwitchAt path={[...path, "payable"]} label={say.payable} />
        {book.payable && <MoneyAt path={[...path, "value_minor_per_1000"]} label={say.worth} told />}
        {book.payable && <PointsAt path={[...path, "pay_step"]} label={more.payStep} told decimals={book.decimals ?? 0} min={1} none={1} />}
      </Clause>
      <Clause title={say.expiry}>
        <Expires path={[...path, "expiry"]} kind={book.expiry?.kind ?? "never"} />
      </Clause>
      <Rare set={rare}>
        <Clause title={say.pending}>
          <NumberAt path={[...path, "pending", "days"]} label={say.pending} none={0} suffix={say.days} />
          <ChoiceAt path={[...path, "pending", "until"]} label={more.until} told none="" options={options(FREEING, more.untils)} />
          <SwitchAt path={[...path, "qualifying"]} label={say.qualifying} />
        </Clause>
        <Clause title={say.clawBack}>
          <ChoiceAt
            path={[...path, "claw_back"]}
            label={say.clawBack}
            none="debt"
            options={options(["debt", "deduct", "block", "waive"], say.clawBacks)}
          />
          <ChoiceAt
            path={[...path, "transfer"]}
            label={say.transfer}
            told
            none="none"
            options={options(["none", "household", "anyone"], say.transfers)}
          />
        </Clause>
        <Clause title={more.decimals}>
          <NumberAt path={[...path, "decimals"]} label={more.decimals} none={0} />
          <NumberAt path={[...path, "restore_days"]} label={more.restoreDays} told hint={more.restoreKeeps} />
          <NumberAt path={[...path, "closes_after_days"]} label={more.closes} told suffix={say.days} hint={more.neverCloses} />
        </Clause>
      </Rare>
    </>
  );
}

/** How points end, with what that kind needs to know. */
function Expires({ path, kind }: { path: Path; kind: string }) {
  const say = useWords(editorWords);
  const more = useWords(moreWords);
  const { set } = useEditing();
  const ages = kind === "rolling" || kind === "inactivity";
  return (
    <>
      <ExpiryKind kind={kind} onChange={(made) => set(path, made)} />
      {ages && (
        <>
          <NumberAt path={[...path, "months"]} label={say.expiry} min={0} suffix={say.months} />
          <NumberAt path={[...path, "days"]} label={more.plusDays} told none={0} suffix={say.days} />
        </>
      )}
      {kind === "rolling" && (
        <>
          <ChoiceAt
            path={[...path, "round_to"]}
            label={say.roundTo}
            told
            none="day"
            options={["day", "month", "quarter", "year"].map((value) => ({ value, label: say.rounds(value) }))}
          />
        </>
      )}
      {kind === "dates" && (
        <>
          <ManyAt path={[...path, "dates"]} label={say.yearDays} hint="12-31" />
          <NumberAt path={[...path, "keep_days"]} label={more.keepDays} told none={0} suffix={say.days} />
        </>
      )}
      {kind === "card_year" && <CardYears path={path} />}
    </>
  );
}

/** How many card years points live, and what they still buy afterwards. */
function CardYears({ path }: { path: Path }) {
  const say = useWords(moreWords);
  const both = useWords(editorWords);
  return (
    <>
      <NumberAt path={[...path, "years"]} label={say.years} min={1} none={1} />
      {say.years}
      <NumberAt path={[...path, "grace_days"]} label={say.giftDays} told none={0} suffix={both.days} />
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
