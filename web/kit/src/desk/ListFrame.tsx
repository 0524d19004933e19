/** A list: filters in the address, a keyset table, the columns somebody chose, "more". */

import { CloseOutlined, DownloadOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Popover, Table, Tooltip, type TableProps } from "antd";
import { useMemo, useRef, type Key, type ReactNode } from "react";
import { count } from "../formats.ts";
import { useOneKeys } from "../keys.ts";
import { Empty, ProblemNote, Waiting } from "../notes.tsx";
import type { Problem } from "../problem.ts";
import { useWords } from "../scheme.tsx";
import { useAddress } from "./address.ts";
import { useColumns, type Column } from "./columns.ts";
import { csvOf, download } from "./csv.ts";
import { deskWords } from "./desk.words.ts";
import "./list.css";
import { useReach } from "./reach.ts";

const VIRTUAL_FROM = 200;

/** A filter that is set: the query names it takes away, and what it says. */
export interface Chip {
  names: readonly string[];
  label: string;
}

/** What `usePages` answers. */
export interface Pages<T> {
  rows: T[];
  error: Problem | null;
  isPending: boolean;
  isPlaceholderData?: boolean;
  isFetchingNextPage: boolean;
  hasNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

export interface Choosing<T> {
  keys: readonly string[];
  onChoose: (keys: string[]) => void;
  nameOf: (row: T) => string;
}

export interface ListProps<T> {
  /** Under this name the chosen columns are remembered. */
  name: string;
  pages: Pages<T>;
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  /** What the table is called for those who hear it. */
  label: string;
  chips?: readonly Chip[];
  filters?: ReactNode;
  /** First use: what stands here when nothing is filtered. */
  empty: ReactNode;
  /** How many there are in all, when it is known: `10,000+`. */
  total?: string | undefined;
  choosing?: Choosing<T> | undefined;
  /** The exported file's name; without it nothing is exported. */
  file?: string | undefined;
  onRow?: ((row: T) => void) | undefined;
}

/** Show a keyset list. */
export function ListFrame<T extends object>(props: ListProps<T>) {
  const { name, pages, columns, chips = [], filters, label } = props;
  const frame = useRef<HTMLDivElement>(null);
  const { keys, shown, choose } = useColumns(name, columns);
  useRowKeys(frame);
  useReach(frame, label, pages.rows.length > 0);
  return (
    <div className="list" ref={frame}>
      <div className="list-head">
        <div className="list-filters">
          {filters}
          <Chips of={chips} />
        </div>
        <div className="list-tools">
          <ColumnChooser columns={columns} keys={keys} onChoose={choose} />
          {props.file && <Export name={props.file} rows={pages.rows} columns={shown} />}
        </div>
      </div>
      {pages.error && <ProblemNote of={pages.error} onRetry={() => void pages.refetch()} />}
      {!pages.error && pages.isPending && <Waiting rows={8} height={32} />}
      {!pages.error && !pages.isPending && pages.rows.length === 0 && (
        <Nothing chips={chips}>{props.empty}</Nothing>
      )}
      {pages.rows.length > 0 && (
        <section className={pages.isPlaceholderData ? "list-old" : undefined} aria-label={label}>
          <Rows {...props} shown={shown} />
          <More pages={pages} total={props.total} />
        </section>
      )}
    </div>
  );
}

function Rows<T extends object>(props: ListProps<T> & { shown: readonly Column<T>[] }) {
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
function useRowKeys(frame: { current: HTMLDivElement | null }): void {
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

function Chips({ of }: { of: readonly Chip[] }) {
  const say = useWords(deskWords);
  const { set } = useAddress();
  const drop = (names: readonly string[]) => set(Object.fromEntries(names.map((one) => [one, null])));
  if (of.length === 0) return null;
  return (
    <span className="list-chips">
      {of.map((chip) => (
        <span className="list-chip" key={chip.names.join()}>
          {chip.label}
          <button type="button" aria-label={say.dropOne(chip.label)} onClick={() => drop(chip.names)}>
            <CloseOutlined aria-hidden />
          </button>
        </span>
      ))}
      {of.length > 1 && (
        <button type="button" className="lk-link" onClick={() => drop(of.flatMap((one) => one.names))}>
          {say.dropAll}
        </button>
      )}
    </span>
  );
}

function Nothing({ chips, children }: { chips: readonly Chip[]; children: ReactNode }) {
  const say = useWords(deskWords);
  const { set } = useAddress();
  if (chips.length === 0) return <div className="card">{children}</div>;
  const names = chips.flatMap((chip) => chip.names);
  return (
    <div className="card">
      <Empty title={say.noMatch}>
        <p className="lk-2">{chips.map((chip) => chip.label).join(" · ")}</p>
        <Button onClick={() => set(Object.fromEntries(names.map((one) => [one, null])))}>{say.dropAll}</Button>
      </Empty>
    </div>
  );
}

function More<T>({ pages, total }: { pages: Pages<T>; total?: string | undefined }) {
  const say = useWords(deskWords);
  const listed = count(pages.rows.length);
  return (
    <div className="list-foot">
      <output className="lk-2">{total ? say.listedOf(listed, total) : say.listed(listed)}</output>
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {say.more}
        </Button>
      )}
    </div>
  );
}

function ColumnChooser<T>(props: {
  columns: readonly Column<T>[];
  keys: readonly string[];
  onChoose: (keys: string[]) => void;
}) {
  const say = useWords(deskWords);
  const options = props.columns.slice(1).map((one) => ({ value: one.key, label: one.title }));
  const content = (
    <Checkbox.Group
      className="list-columns"
      options={options}
      value={[...props.keys]}
      onChange={(found) => props.onChoose(found.map(String))}
    />
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button icon={<SettingOutlined aria-hidden />}>{say.columns}</Button>
    </Popover>
  );
}

function Export<T>(props: { name: string; rows: T[]; columns: readonly Column<T>[] }) {
  const say = useWords(deskWords);
  const { name, rows, columns } = props;
  const save = () => {
    const told = columns.filter((one) => one.text);
    download(`${name}.csv`, csvOf(told.map((one) => one.title), rows.map((row) => told.map((one) => one.text?.(row) ?? ""))));
  };
  return (
    <Tooltip title={say.exportHint(count(rows.length))}>
      <Button icon={<DownloadOutlined aria-hidden />} disabled={rows.length === 0} onClick={save}>
        {say.export}
      </Button>
    </Tooltip>
  );
}
