/** Saved views of a list: one click back to filters and columns that somebody uses often. */

import { BookOutlined, CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useAct, useAsk } from "../ask.ts";
import { ProblemNote } from "../notes.tsx";
import { useWords } from "../scheme.tsx";
import { useAddress } from "./address.ts";
import { CHOSEN } from "./columns.ts";
import { deskWords } from "./desk.words.ts";
import { SaveView } from "./SaveView.tsx";
import { useUndo } from "./undo.tsx";
import "./views.css";

/** What a view of a list keeps of its address, beside the columns. */
export interface Viewed {
  page: string;
  keeps: readonly string[];
}

/** Return the part of an address that a view keeps, always in the same order. */
export function keptOf({ keeps }: Viewed, query: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of [...keeps, CHOSEN]) {
    const value = query.get(name);
    if (value) kept.set(name, value);
  }
  return kept.toString();
}

/** The views of a list, the whole list first; nothing while none is saved. */
export function Views({ of }: { of: Viewed }) {
  const say = useWords(deskWords);
  const { query } = useAddress();
  const asked = useAsk("GET /v1/views", {}, { staleTime: 300_000 });
  const refresh = ["GET /v1/views"] as const;
  const drop = useAct("DELETE /v1/views/{view_id}", { refresh });
  const keep = useAct("POST /v1/views", { refresh });
  const offer = useUndo();
  const now = keptOf(of, query);
  const views = (asked.data ?? []).filter((one) => one.page === of.page);
  if (views.length === 0) return null;
  const remove = ({ id, page, name, query: kept }: (typeof views)[number]) =>
    drop.mutate({ path: { view_id: id } }, {
      onSuccess: () => offer(say.viewDropped(name), () => keep.mutateAsync({ body: { page, name, query: kept } })),
    });
  return (
    <nav className="views" aria-label={say.views}>
      <Link className="view" to="?" aria-current={now === ""}>{say.wholeList}</Link>
      {views.map((one) => (
        <span className="view" key={one.id} data-now={now === one.query}>
          <Link to={`?${one.query}`} aria-current={now === one.query}>{one.name}</Link>
          <button type="button" aria-label={say.dropView(one.name)} onClick={() => remove(one)}>
            <CloseOutlined aria-hidden />
          </button>
        </span>
      ))}
      {drop.error && <ProblemNote of={drop.error} />}
    </nav>
  );
}

/** Save what the list shows now. */
export function KeepView({ of }: { of: Viewed }) {
  const say = useWords(deskWords);
  const { query } = useAddress();
  const [naming, name] = useState(false);
  return (
    <>
      <Button icon={<BookOutlined aria-hidden />} onClick={() => name(true)}>{say.saveView}</Button>
      {naming && <SaveView page={of.page} query={keptOf(of, query)} hint={say.viewHint} onClose={() => name(false)} />}
    </>
  );
}
