/** Price baskets as the till does without a connection: JSON lines in, JSON lines out. */

import { createInterface } from "node:readline";
import { price, type Asked } from "../till/src/price/decide.ts";
import type { Ruling } from "../till/src/price/rules.ts";

interface Question {
  rulings: Ruling[];
  asked: Omit<Asked, "at"> & { at: string };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { rulings, asked } = JSON.parse(line) as Question;
  console.log(JSON.stringify(price(rulings, { ...asked, at: new Date(asked.at) })));
}
