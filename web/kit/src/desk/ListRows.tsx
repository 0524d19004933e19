/** The rows of a list: a table that is virtual when long, cards on a phone, chosen by boxes, walked by keys. */

import { Table, type TableProps } from "antd";
import { useEffect, useEffectEvent, useMemo, type Key, type RefObject } from "react";
import { useOneKeys, writes } from "../keys.ts";
import { useWords } from "../scheme.tsx";
import { Card, useCards } from "./Card.tsx";
import type { Column } from "./columns.ts";
import { deskWords } from "./desk.words.ts";
import type { ListProps } from "./ListFrame.tsx";
import { useRoomForColumns } from "./wide.ts";

const VIRTUAL_FROM = 200;
/** How wide the column of boxes is: a virtual table leaves the rest to its cards. */
const BOX = 48;

type Props<T> = Pick<ListProps<T>, "pages" | "keyOf" | "choosing" | "onRow"> & { shown: readonly Column<T>[] };
type Made<T> = NonNullable<TableProps<T>["columns"]>;

function besideEachOther<T>(shown: readonly Column<T>[], many: boolean): Made<T> {
  return shown.map((one, at) => ({
    key: one.key,
    title: one.title,
    align: one.right ? "right" : "left",
    className: one.right ? "lk-num" : "",
    width: one.width ?? (many ? 140 : undefined),
    fixed: at === 0 ? "left" : false,
    rowScope: at === 0 ? "row" : undefined,
    render: (_: unknown, row: T) => one.render(row),
  }));
}

/** All columns as one, in which every row is a card. */
function asCards<T>(shown: readonly Column<T>[], title: string): Made<T> {
  const named = shown.find((one) => one.card === "title") ?? shown[0];
  const beside = shown.find((one) => one.card === "beside");
  const acts = shown.find((one) => one.card === "acts");
  const rest = shown.filter((one) => one !== named && one !== beside && one !== acts);
  return [
    {
      key: "card",
      title,
      render: (_: unknown, row: T) => (
        <Card
          title={named?.render(row)}
          beside={beside?.render(row)}
          pairs={rest.map((one) => ({ key: one.key, label: one.title, value: one.render(row) }))}
          acts={acts?.render(row)}
        />
      ),
    },
  ];
}

/** Show the rows that came so far. */
export function Rows<T extends object>(props: Props<T>) {
  const { pages, shown, keyOf, choosing, onRow } = props;
  const say = useWords(deskWords);
  const many = pages.rows.length > VIRTUAL_FROM;
  const cards = useCards(shown.length);
  const wide = useMemo(() => shown.reduce((sum, one) => sum + (one.width ?? 140), BOX), [shown]);
  const far: "max-content" | true = useRoomForColumns() ? "max-content" : true;
  const around = cards ? 200 : 320;
  const scroll = many ? { x: cards ? BOX : wide, y: Math.max(320, innerHeight - around) } : { x: far };
  const made = cards ? asCards(shown, say.chooseAll) : besideEachOther(shown, many);
  return (
    <Table<T>
      rowKey={keyOf}
      dataSource={pages.rows}
      columns={made}
      showHeader={!cards || choosing !== undefined}
      className={cards ? "list-cards" : ""}
      pagination={false}
      virtual={many}
      scroll={scroll}
      onRow={(row: T) => ({ tabIndex: -1, ...(onRow ? { onClick: () => onRow(row), className: "list-row" } : {}) })}
      {...(choosing
        ? {
            rowSelection: {
              selectedRowKeys: choosing.keys as Key[],
              preserveSelectedRowKeys: true,
              columnWidth: BOX,
              onChange: (found: Key[]) => choosing.onChoose(found.map(String)),
              getCheckboxProps: (row: T) => ({ "aria-label": say.chooseRow(choosing.nameOf(row)) }),
              getTitleCheckboxProps: () => ({ "aria-label": say.chooseAll }),
            },
          }
        : {})}
    />
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
type Frame = RefObject<HTMLDivElement | null>;

function rowsIn(frame: Frame): HTMLElement[] {
  return [...(frame.current?.querySelectorAll<HTMLElement>(".ant-table-row") ?? [])];
}

function placeIn(rows: readonly HTMLElement[]): number {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function step(frame: Frame, by: number): void {
  const rows = rowsIn(frame);
  rows[Math.max(0, Math.min(rows.length - 1, placeIn(rows) + by))]?.focus();
}

function choose(frame: Frame): void {
  const rows = rowsIn(frame);
  rows[placeIn(rows)]?.querySelector<HTMLElement>('input[type="checkbox"]')?.click();
}

/** Leave keys to what stands over the list. */
function below(act: () => void): () => unknown {
  const over = () => [...document.querySelectorAll('[aria-modal="true"]')].some((one) => one.checkVisibility());
  return () => (over() ? false : act());
}

/** Move between rows with j, k and arrows, choose one with x, open one with Enter. */
export function useRowKeys(frame: Frame, onOpen: (key: string) => void): void {
  const keys = useMemo(
    () => ({ j: below(() => step(frame, 1)), k: below(() => step(frame, -1)), x: below(() => choose(frame)) }),
    [frame],
  );
  useOneKeys(keys);
  const press = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const row = target?.closest<HTMLElement>(".ant-table-row");
    if (!target || !row || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || writes(target)) return;
    const by = STEPS[event.key];
    if (by !== undefined) step(frame, by);
    // On a link or a button within the row Enter does what it does anywhere.
    else if (event.key === "Enter" && target === row) onOpen(row.dataset["rowKey"] ?? "");
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const box = frame.current;
    const listen = (event: KeyboardEvent) => press(event);
    box?.addEventListener("keydown", listen);
    return () => box?.removeEventListener("keydown", listen);
  }, [frame]);
}
