/** A short table of words and figures; it scrolls inside itself and is reached by keys. */

import type { ReactNode } from "react";
import "./mark.css";

export interface PlainRow {
  key: string;
  cells: readonly ReactNode[];
}

interface Props {
  label: string;
  head: readonly string[];
  rows: readonly PlainRow[];
  /** Which columns hold figures. */
  right?: readonly number[];
}

const NONE: readonly number[] = [];

/** Show rows; the first cell names its row. */
export function PlainTable({ label, head, rows, right = NONE }: Props) {
  const side = (at: number) => (right.includes(at) ? "plain-right lk-num" : undefined);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys
    <section className="plain-table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {head.map((one, at) => (
              <th key={one} scope="col" className={side(at)}>{one}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...rest] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {rest.map((cell, at) => (
                <td key={head[at + 1]} className={side(at + 1)}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
