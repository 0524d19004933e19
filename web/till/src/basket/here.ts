/** A basket priced on this device: by the goods and rules it keeps, for whoever was recognised before. */

import type { Kept } from "../desk/shelf.ts";
import { price, type Asked } from "../price/decide.ts";
import type { Sold } from "../price/lines.ts";
import { grossOf, type Basket, type Line } from "./basket.ts";
import type { Decision } from "./useQuote.ts";

/** What was laid on the table before the cut is left there: coupons and points are never guessed. */
export const LAID = "laid-on-the-table";
/** Goods found on-line only: what they belong to is not kept here. */
export const STRANGE = "goods-not-kept";

interface Priced {
  decision: Decision;
  unknown: string[];
}

function soldOf(line: Line, kept: Kept): Sold {
  const good = kept.goods.get(line.sku);
  return {
    sku: line.sku,
    product: good?.product ?? "",
    brand: good?.brand ?? "",
    categories: (good?.category_path ?? "").split("/").filter((code) => code !== ""),
    tags: good?.tags ?? [],
    gift: good?.gift ?? false,
    gross_minor: grossOf(line),
    units: line.units,
    grams: line.grams,
  };
}

function levelsOf({ member, whom }: Basket): Asked["levels"] {
  if (member) return member.levels.map((level) => level.level);
  return whom === "" ? null : "unknown";
}

/** Price a basket by the rules that are kept, and name what only the server can judge. */
export function pricedHere(basket: Basket, store: string, kept: Kept, at: Date): Priced {
  const lines = basket.lines.map((line) => soldOf(line, kept));
  const timeZone = kept.head?.time_zone ?? "UTC";
  const asked: Asked = { lines, store, codes: basket.codes, levels: levelsOf(basket), at, timeZone };
  const { due, effects, unknown } = price(kept.head?.rulings ?? [], asked);
  const laid = (basket.picked ?? []).length > 0 || Object.values(basket.spend).some((points) => points > 0);
  const strange = basket.lines.some((line) => !kept.goods.has(line.sku));
  return {
    decision: decisionOf(lines, due, effects),
    unknown: [...unknown, ...(laid ? [LAID] : []), ...(strange ? [STRANGE] : [])],
  };
}

function decisionOf(lines: readonly Sold[], due: readonly number[], effects: ReturnType<typeof price>["effects"]): Decision {
  const results = lines.map(({ gross_minor }, at) => {
    const due_minor = due[at] ?? gross_minor;
    return { gross_minor, due_minor, discount_minor: gross_minor - due_minor };
  });
  const sum = (of: "gross_minor" | "due_minor" | "discount_minor") => results.reduce((all, one) => all + one[of], 0);
  return {
    lines: results,
    gross_minor: sum("gross_minor"),
    discount_minor: sum("discount_minor"),
    payable_minor: sum("due_minor"),
    effects: effects.map(({ rule, stage, kind, shares }) => {
      const applied_minor = shares.reduce((all, share) => all + share.after - share.before, 0);
      return { rule, stage, kind, shares, applied_minor, desired_minor: applied_minor };
    }),
  };
}
