/** A short table of words and figures, cards on a phone; where it scrolls inside itself keys reach it. */

import type { ReactNode } from "react";
import { Card, useCards } from "./Card.tsx";
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
  /** Which column one looks for first; a card shows it at the right of its title. */
  beside?: number;
}

const NONE: readonly number[] = [];

/** Show rows; the first cell names its row. */
export function PlainTable(props: Props) {
  const cards = useCards(props.head.length);
  return cards ? <Cards {...props} /> : <Columns {...props} />;
}

function Cards({ label, head, rows, beside = 0 }: Props) {
  const paired = head.map((name, at) => ({ name, at })).filter(({ at }) => at !== 0 && at !== beside);
  return (
    <ul className="cards" aria-label={label}>
      {rows.map(({ key, cells }) => (
        <li key={key}>
          <Card
            title={cells[0]}
            beside={beside === 0 ? null : cells[beside]}
            pairs={paired.map(({ name, at }) => ({ key: name, label: name, value: cells[at] }))}
          />
        </li>
      ))}
    </ul>
  );
}

function Columns({ label, head, rows, right = NONE }: Props) {
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
