/** The basket on the counter and those put aside: kept on this device through a reload. */

import { Stored } from "../desk/stored.ts";
import { isEmpty, newBasket, type Basket } from "./basket.ts";

const ASIDE_MOST = 20;

export interface Aside {
  at: string;
  basket: Basket;
}

export const basket = new Stored<Basket>("liuke.till.basket", newBasket);
export const aside = new Stored<Aside[]>("liuke.till.aside", () => []);

/** Put a changed basket on the counter. */
export function place(changed: Basket): void {
  basket.set(changed);
}

/** Begin anew. */
export function clear(): void {
  place(newBasket());
}

function asideNow(): Aside {
  return { at: new Date().toISOString(), basket: basket.value };
}

/** Put the basket aside for later; false when too many lie there. */
export function park(): boolean {
  if (aside.value.length >= ASIDE_MOST) return false;
  aside.change((list) => [...list, asideNow()]);
  clear();
  return true;
}

/** Take a basket up again; one that lies on the counter is put aside for it. */
export function resume(number: string): void {
  const found = aside.value.find((one) => one.basket.number === number);
  if (!found) return;
  const instead = isEmpty(basket.value) ? [] : [asideNow()];
  aside.change((list) => [...list.filter((one) => one.basket.number !== number), ...instead]);
  place(found.basket);
}
