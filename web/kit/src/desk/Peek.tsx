/** A row of a list beside it: all of its columns, what more a page tells, and the way to the full page. */

import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { useEffect, useMemo, useRef, type ReactNode, type RefObject } from "react";
import { Link } from "react-router";
import { useOneKeys } from "../keys.ts";
import { Empty } from "../notes.tsx";
import { useWords } from "../scheme.tsx";
import { useAddress } from "./address.ts";
import { isNothing } from "./Card.tsx";
import type { Column } from "./columns.ts";
import { deskWords } from "./desk.words.ts";
import { Facts } from "./Facts.tsx";

const OPEN = "peek";

/** What a page adds to the panel of a row. */
export interface Peeking<T> {
  /** The full page of a row. */
  to?: ((row: T) => string) | undefined;
  /** What stands below the columns. */
  more?: ((row: T) => ReactNode) | undefined;
}

/** Return which row of a list is open beside it, held in the address, and how to open another. */
export function usePeek(list: string) {
  const { get, set } = useAddress();
  const told = get(OPEN);
  const key = told.startsWith(`${list}:`) ? told.slice(list.length + 1) : "";
  return {
    key,
    open: (wanted: string) => set({ [OPEN]: `${list}:${wanted}` }, { push: key === "" }),
    close: () => set({ [OPEN]: null }),
  };
}

interface Props<T> extends Peeking<T> {
  frame: RefObject<HTMLElement | null>;
  /** The key of the row that is open. */
  open: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  onOpen: (key: string) => void;
  onClose: () => void;
}

/** Put the focus on a row of a list. */
export function focusRow(frame: RefObject<HTMLElement | null>, key: string): void {
  frame.current?.querySelector<HTMLElement>(`.ant-table-row[data-row-key="${CSS.escape(key)}"]`)?.focus();
}

/** Show the open row; `j` and `k` go on to the next, Esc gives the focus back to the row. */
export function Peek<T>(props: Props<T>) {
  const { frame, open, rows, columns, keyOf, to, more, onOpen, onClose } = props;
  const say = useWords(deskWords);
  const last = useRef(open);
  useEffect(() => {
    last.current = open;
  }, [open]);
  useEffect(() => () => focusRow(frame, last.current), [frame]);
  const at = rows.findIndex((row) => keyOf(row) === open);
  const row = rows[at];
  const [before, after] = [rows[at - 1], at < 0 ? undefined : rows[at + 1]];
  const go = (found: T | undefined) => {
    if (found === undefined) return;
    // Said here and not by the page that follows: Esc may come before it is drawn.
    last.current = keyOf(found);
    onOpen(last.current);
  };
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- onOpen is made anew by every render
  useOneKeys(useMemo(() => ({ j: () => go(after), k: () => go(before) }), [before, after]));
  const named = columns.find((one) => one.card === "title") ?? columns[0];
  const told = row === undefined ? [] : columns.filter((one) => one.card !== "acts" && one !== named && !isNothing(one.render(row)));
  const steps = (
    <>
      <Button type="text" icon={<UpOutlined aria-hidden />} aria-label={say.rowBefore} disabled={before === undefined} onClick={() => go(before)} />
      <Button type="text" icon={<DownOutlined aria-hidden />} aria-label={say.rowAfter} disabled={after === undefined} onClick={() => go(after)} />
    </>
  );
  return (
    <Drawer open title={row === undefined ? say.peek : (named?.text?.(row) ?? named?.render(row))} size={420} extra={steps} onClose={onClose}>
      {row === undefined ? <Empty title={say.peekNone} /> : (
        <div className="peek">
          {to && <p><Link to={to(row)}>{say.fullPage}</Link></p>}
          <Facts of={told.map((one) => [one.title, one.render(row)] as const)} />
          {more?.(row)}
        </div>
      )}
    </Drawer>
  );
}
