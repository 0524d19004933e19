/** Which columns of a list somebody wants to see: told by the address, else remembered on this device. */

import { useState, type ReactNode } from "react";
import { useAddress } from "./address.ts";

/** The name in the address under which a list tells its columns: `orders:placed,store`. */
export const CHOSEN = "cols";

export interface Column<T> {
  key: string;
  title: string;
  /** What the cell shows. */
  render: (row: T) => ReactNode;
  /** What the exported cell holds; without it the column is not exported. */
  text?: ((row: T) => string) | undefined;
  /** Figures stand at the right. */
  right?: boolean;
  width?: number;
  /** Not shown until somebody chooses it. */
  hidden?: boolean;
  /** Where it stands in the card that a phone shows; without it the first column is the title, the others pairs. */
  card?: "title" | "beside" | "acts";
}

function kept(key: string): string[] | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return Array.isArray(found) ? found.filter((one) => typeof one === "string") : null;
  } catch {
    return null;
  }
}

/** Return the columns that an address tells for a list; null when it tells none of this one. */
function told(address: string, name: string): string[] | null {
  const [list, keys] = address.split(":", 2);
  return list === name && keys !== undefined ? keys.split(",") : null;
}

/** Return the chosen columns in their own order, and how to choose others. */
export function useColumns<T>(name: string, columns: readonly Column<T>[]) {
  const key = `liuke.columns.${name}`;
  const { get, set } = useAddress();
  const [chosen, setChosen] = useState<string[] | null>(() => kept(key));
  const first = columns[0]?.key ?? "";
  const keys = told(get(CHOSEN), name) ?? chosen ?? columns.filter((one) => !one.hidden).map((one) => one.key);
  const choose = (wanted: string[]) => {
    localStorage.setItem(key, JSON.stringify(wanted));
    setChosen(wanted);
    set({ [CHOSEN]: `${name}:${wanted.join(",")}` });
  };
  return {
    keys,
    shown: columns.filter((one) => one.key === first || keys.includes(one.key)),
    choose,
  };
}
