/** The basket on the counter and those put aside: kept on this device through a reload. */

import { Cell } from "../desk/cell.ts";
import { isEmpty, newBasket, type Basket } from "./basket.ts";

const CURRENT = "liuke.till.basket";
const ASIDE = "liuke.till.aside";
const ASIDE_MOST = 20;

export interface Aside {
  at: string;
  basket: Basket;
}

function read<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}

export const basket = new Cell<Basket>(read<Basket>(CURRENT) ?? newBasket());
export const aside = new Cell<Aside[]>(read<Aside[]>(ASIDE) ?? []);

/** Put a changed basket on the counter. */
export function place(changed: Basket): void {
  localStorage.setItem(CURRENT, JSON.stringify(changed));
  basket.set(changed);
}

/** Begin anew. */
export function clear(): void {
  place(newBasket());
}

function setAside(list: Aside[]): void {
  localStorage.setItem(ASIDE, JSON.stringify(list));
  aside.set(list);
}

/** Put the basket aside for later; false when too many lie there. */
export function park(): boolean {
  if (aside.value.length >= ASIDE_MOST) return false;
  setAside([...aside.value, { at: new Date().toISOString(), basket: basket.value }]);
  clear();
  return true;
}

/** Take a basket up again; one that lies on the counter is put aside for it. */
export function resume(number: string): void {
  const found = aside.value.find((one) => one.basket.number === number);
  if (!found) return;
  const rest = aside.value.filter((one) => one !== found);
  const now = basket.value;
  setAside(!isEmpty(now) ? [...rest, { at: new Date().toISOString(), basket: now }] : rest);
  place(found.basket);
}
