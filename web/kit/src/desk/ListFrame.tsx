/** A list: filters in the address, a keyset table, the columns somebody chose, "more". */

import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef, type ReactNode } from "react";
import { count } from "../formats.ts";
import { Empty, ProblemNote, Waiting } from "../notes.tsx";
import type { Problem } from "../problem.ts";
import { useWords } from "../scheme.tsx";
import { useAddress } from "./address.ts";
import { useColumns, type Column } from "./columns.ts";
import { useDensity } from "./density.ts";
import { deskWords } from "./desk.words.ts";
import "./list.css";
import { Rows, useRowKeys } from "./ListRows.tsx";
import { ColumnChooser, DensityChooser, Export } from "./ListTools.tsx";
import { Peek, usePeek, type Peeking } from "./Peek.tsx";
import { useReach } from "./reach.ts";
import type { Clear } from "./TakeClear.tsx";
import { KeepView, Views, type Viewed } from "./Views.tsx";

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
  /** How what is masked leaves in clear; without it only what is shown does. */
  clear?: Clear<T> | undefined;
  onRow?: ((row: T) => void) | undefined;
  /** What Enter opens of a row instead of the panel beside the list. */
  onEnter?: ((row: T) => void) | undefined;
  /** What the panel of a row shows beside its columns. */
  peek?: Peeking<T>;
  /** Views of this list may be saved. */
  views?: Viewed | undefined;
}

/** Show a keyset list. */
export function ListFrame<T extends object>(props: ListProps<T>) {
  const { name, pages, columns, label } = props;
  const frame = useRef<HTMLDivElement>(null);
  const chosen = useColumns(name, columns);
  const rows = useDensity();
  const peek = usePeek(name);
  const enter = props.onEnter ?? props.onRow;
  useRowKeys(frame, (key) => {
    const row = pages.rows.find((one) => props.keyOf(one) === key);
    if (enter && row) enter(row);
    else peek.open(key);
  });
  useReach(frame, label, pages.rows.length > 0);
  return (
    <div className={`list list-${rows.density}`} ref={frame}>
      <Head {...props} chosen={chosen} rows={rows} />
      <Listed {...props} shown={chosen.shown} />
      {peek.key !== "" && !pages.isPending && (
        <Peek {...props.peek} frame={frame} open={peek.key} rows={pages.rows} columns={columns} keyOf={props.keyOf} onOpen={peek.open} onClose={peek.close} />
      )}
    </div>
  );
}

type HeadProps<T> = ListProps<T> & {
  chosen: ReturnType<typeof useColumns<T>>;
  rows: ReturnType<typeof useDensity>;
};

const NO_CHIPS: readonly Chip[] = [];

function Head<T>({ pages, columns, chips = NO_CHIPS, filters, views, file, clear, chosen, rows }: HeadProps<T>) {
  const nothing = pages.rows.length === 0 && !pages.isPending && chips.length === 0;
  return (
    <div className="list-head">
      <div className="list-filters">
        {views && <Views of={views} />}
        {filters}
        <Chips of={chips} />
      </div>
      <div className="list-tools" hidden={nothing}>
        <ColumnChooser columns={columns} keys={chosen.keys} onChoose={chosen.choose}>
          <DensityChooser of={rows.density} onChoose={rows.choose} />
        </ColumnChooser>
        {file && <Export name={file} rows={pages.rows} columns={columns} shown={chosen.shown} clear={clear} />}
        {views && <KeepView of={views} />}
      </div>
    </div>
  );
}

function Listed<T extends object>(props: ListProps<T> & { shown: readonly Column<T>[] }) {
  const { pages, chips = NO_CHIPS, label } = props;
  if (pages.rows.length > 0) {
    return (
      <>
        {pages.error && <ProblemNote of={pages.error} onRetry={() => void pages.refetch()} />}
        <section className={pages.isPlaceholderData ? "list-old" : undefined} aria-label={label}>
          <Rows {...props} />
          <More pages={pages} total={props.total} />
        </section>
      </>
    );
  }
  if (pages.error) return <ProblemNote of={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <Waiting rows={8} height={32} />;
  return <Nothing chips={chips}>{props.empty}</Nothing>;
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
