import { useAct, useAsk } from "@liuke/kit/ask.ts";
import { useAddress } from "@liuke/kit/desk/address.ts";
import { ReasonDialogue } from "@liuke/kit/desk/ReasonDialogue.tsx";
import { figure } from "@liuke/kit/formats.ts";
import { useMay } from "@liuke/kit/me.tsx";
import { useLanguage, useWords } from "@liuke/kit/scheme.tsx";
import { App, Checkbox, InputNumber, Select } from "antd";
import { useId, useState } from "react";
import { labelOf } from "../members/facts.ts";
import { useNames } from "../members/names.ts";
import { useChangeTold, usePointsTold, useUnits } from "../members/units.ts";
import { moneyWords } from "./money.words.ts";

const REFRESHED = [
  "GET /v1/members/{member_id}/points",
  "GET /v1/members/{member_id}/points/{book}/entries",
  "GET /v1/members/{member_id}/points/{book}/lots",
  "GET /v1/members/{member_id}/tiers",
  "GET /v1/members/{member_id}/timeline",
] as const;

/** Return how much one person may adjust alone, when the role may know it. */
function useLimit(): number | null {
  const may = useMay("approvals.read");
  const asked = useAsk("GET /v1/approvals/limits", {}, { enabled: may, staleTime: 60_000 });
  return asked.data?.find((one) => one.act === "points.adjust")?.amount ?? null;
}

/** Return the book that was chosen, or the one the page shows. */
function useBook(chosen: string | null, books: readonly { book: string }[]): string {
  const { get } = useAddress();
  const names = useNames();
  return chosen ?? (get("book") || (books[0]?.book ?? names.books[0]?.value ?? ""));
}

/** Add or take points by hand: before and after, a reason, and a second person above the limit. */
export function Adjust({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(moneyWords);
  const language = useLanguage();
  const { message } = App.useApp();
  const names = useNames();
  const fields = useId();
  const limit = useLimit();
  const [cause] = useState(() => `console:${crypto.randomUUID()}`);
  const [chosen, choose] = useState<string | null>(null);
  const [points, setPoints] = useState<number | null>(null);
  const [counts, setCounts] = useState(false);
  const asked = useAsk("GET /v1/members/{member_id}/points", { path: { member_id: id } });
  const books = asked.data ?? [];
  const book = useBook(chosen, books);
  const places = useUnits()(book).decimals;
  const one = 10 ** places;
  const tell = usePointsTold();
  const tellChange = useChangeTold();
  // Unknown is not nought: until the balances are read none is told.
  const before = asked.data && (books.find((one) => one.book === book)?.spendable ?? 0);
  const act = useAct("POST /v1/points/adjustments", {
    refresh: REFRESHED,
    onDone: ([posted]) => {
      if (posted) void message.info(say.adjusted(tellChange(book, posted.points), tell(book, posted.balance_after)));
      onClose();
    },
  });
  const wanted = points ?? 0;
  const above = limit !== null && Math.abs(wanted) > limit;
  const told = tellChange(book, wanted);
  return (
    <ReasonDialogue
      open
      title={say.adjustTitle}
      act={above ? say.askAct(told) : wanted === 0 ? say.adjustTitle : say.adjustAct(told)}
      ready={wanted !== 0 && book !== ""}
      acting={act}
      onAct={(reason, approval) => act.mutate({ body: [{ member_id: id, book, cause, points: wanted, reason, counts }], approval })}
      onClose={onClose}
    >
      <div className="member-fields">
        <label htmlFor={`${fields}-book`}>{say.book}</label>
        <Select id={`${fields}-book`} value={book} onChange={choose} options={names.books.map((one) => ({ value: one.value, label: labelOf(one, language) }))} />
        <label htmlFor={`${fields}-by`}>{say.by}</label>
        <span>
          <InputNumber<number> id={`${fields}-by`} precision={places} value={points === null ? null : points / one} onChange={(value) => setPoints(value === null ? null : Math.round(value * one))} className="member-by" />{" "}
          <span className="lk-num">{before !== undefined && say.after(figure(before, places), figure(before + wanted, places))}</span>
        </span>
        <span className="lk-3">{say.byHint}</span>
        <Checkbox checked={counts} onChange={(event) => setCounts(event.target.checked)}>{say.counts}</Checkbox>
        {above && <p className="member-warn">{say.above(tell(book, limit))}</p>}
      </div>
    </ReasonDialogue>
  );
}
