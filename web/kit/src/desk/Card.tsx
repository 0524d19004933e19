/** A row as a phone shows it: what it is called, its columns as labelled pairs, what can be done. */

import { isValidElement, type CSSProperties, type ReactNode } from "react";
import "./card.css";
import { useRoomForColumns } from "./wide.ts";

export interface Pair {
  key: string;
  label: string;
  value: ReactNode;
}

interface Props {
  title: ReactNode;
  /** What one looks for first, at the right of the title. */
  beside?: ReactNode;
  pairs: readonly Pair[];
  acts?: ReactNode;
}

/** So many columns of words and figures stand beside each other even on a phone. */
const FIT = 3;

/** Return whether rows of so many columns are cards in this window. */
export function useCards(columns: number): boolean {
  const room = useRoomForColumns();
  return !room && columns > FIT;
}

/** Return whether a cell says that there is nothing: a column keeps its place then, a card needs none. */
export function isNothing(value: ReactNode): boolean {
  if (isValidElement<{ children?: ReactNode }>(value)) return value.props.children === "—";
  return value === null || value === undefined || value === false || value === "" || value === "—";
}

const WIDEST = 8;

/** Room for the labels of a list, in characters as wide as Chinese ones: the same in all of its cards. */
function roomFor(pairs: readonly Pair[]): CSSProperties {
  const wide = (text: string) => [...text].reduce((sum, one) => sum + (one > "\u2e7f" ? 1 : 0.6), 0);
  const room = Math.min(WIDEST, Math.max(0, ...pairs.map((one) => wide(one.label))));
  return { "--card-labels": `${room}em` } as CSSProperties;
}

/** Show one row as a card. */
export function Card({ title, beside, pairs, acts }: Props) {
  const told = pairs.filter((one) => !isNothing(one.value));
  return (
    <div className="card-row">
      <div className="card-row-head">
        <strong>{title}</strong>
        {!isNothing(beside) && <span>{beside}</span>}
      </div>
      {told.length > 0 && (
        <dl style={roomFor(pairs)}>
          {told.map((one) => (
            <div key={one.key}>
              <dt>{one.label}</dt>
              <dd>{one.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {!isNothing(acts) && <div className="card-row-acts">{acts}</div>}
    </div>
  );
}
