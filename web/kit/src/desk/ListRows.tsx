/** The rows of a list: a table that is virtual when long, chosen by boxes, walked by keys. */

import { Table, type TableProps } from "antd";
import { useMemo, type Key } from "react";
import { useOneKeys } from "../keys.ts";
import { useWords } from "../scheme.tsx";
import type { Column } from "./columns.ts";
import { deskWords } from "./desk.words.ts";
import type { ListProps } from "./ListFrame.tsx";

const VIRTUAL_FROM = 200;

type Props<T> = Pick<ListProps<T>, "pages" | "keyOf" | "choosing" | "onRow"> & { shown: readonly Column<T>[] };

/** Show the rows that came so far. */
export function Rows<T extends object>(props: Props<T>) {
  const { pages, shown, keyOf, choosing, onRow } = props;
  const say = useWords(deskWords);
  const many = pages.rows.length > VIRTUAL_FROM;
  const wide = useMemo(() => shown.reduce((sum, one) => sum + (one.width ?? 140), 48), [shown]);
  const made: TableProps<T>["columns"] = shown.map((one, at) => ({
    key: one.key,
    title: one.title,
    align: one.right ? "right" : "left",
    className: one.right ? "lk-num" : "",
    width: one.width ?? (many ? 140 : undefined),
    fixed: at === 0 ? "left" : false,
    rowScope: at === 0 ? "row" : undefined,
    render: (_: unknown, row: T) => one.render(row),
  }));
  return (
    <Table<T>
      rowKey={keyOf}
      dataSource={pages.rows}
      columns={made}
      pagination={false}
      virtual={many}
      scroll={many ? { x: wide, y: Math.max(320, innerHeight - 320) } : { x: "max-content" }}
      {...(onRow ? { onRow: (row: T) => ({ onClick: () => onRow(row), className: "list-row" }) } : {})}
      {...(choosing
        ? {
            rowSelection: {
              selectedRowKeys: choosing.keys as Key[],
              preserveSelectedRowKeys: true,
              onChange: (found: Key[]) => choosing.onChoose(found.map(String)),
              getCheckboxProps: (row: T) => ({ "aria-label": say.chooseRow(choosing.nameOf(row)) }),
              getTitleCheckboxProps: () => ({ "aria-label": say.chooseAll }),
            },
          }
        : {})}
    />
  );
}

/** Move between rows with j and k, and choose one with x. */
export function useRowKeys(frame: { current: HTMLDivElement | null }): void {
  const keys = useMemo(() => {
    const rows = () => [...(frame.current?.querySelectorAll<HTMLElement>(".ant-table-row") ?? [])];
    const here = () => rows().findIndex((row) => row.contains(document.activeElement));
    const go = (by: number) => {
      const found = rows();
      const to = found[Math.max(0, Math.min(found.length - 1, here() + by))];
      to?.querySelector<HTMLElement>("a, button")?.focus();
    };
    return {
      j: () => go(1),
      k: () => go(-1),
      x: () => rows()[here()]?.querySelector<HTMLElement>('input[type="checkbox"]')?.click(),
    };
  }, [frame]);
  useOneKeys(keys);
}
