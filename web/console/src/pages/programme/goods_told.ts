/** Tell which goods are meant. */

import { wordsIn } from "@liuke/kit/words.ts";
import type { Scope } from "./document.ts";
import { goodsWords } from "./goods.words.ts";
import type { Teller } from "./tell.ts";

export type Match = NonNullable<Scope["include"]>[number];

const wordsOf = (by: Teller) => wordsIn(goodsWords, by.language);

/** So many of a kind are told by name where a sentence is read at a glance. */
export const GLANCE = 12;

/** Tell each kind by which a choice narrows, so many of each at `most` by name. */
export function kindsTold(match: Match, by: Teller, most = Infinity): string[] {
  const say = wordsOf(by);
  const kinds = [
    [match.categories, say.category],
    [match.brands, say.brand],
    [match.products, say.product],
    [match.skus, say.sku],
    [match.tags, say.tag],
  ] as const;
  const called = (codes: readonly string[]) => {
    const told = codes.slice(0, most).map(by.call).join(say.list);
    return codes.length > most ? say.andMore(told, codes.length - most, codes.length) : told;
  };
  const parts = kinds.flatMap(([codes, word]) => (codes?.length ? [word(called(codes))] : []));
  const { price_from_minor: from, price_to_minor: to } = match;
  if (from && to) parts.push(say.priced(by.sum(from), by.sum(to)));
  else if (from) parts.push(say.pricedFrom(by.sum(from)));
  else if (to) parts.push(say.pricedTo(by.sum(to)));
  return parts;
}

/** Tell the goods that match every kind named. */
export function matchOf(match: Match, by: Teller, most = Infinity): string {
  return kindsTold(match, by, most).join(wordsOf(by).and);
}

/** Tell alternatives: goods that match one of them. */
export function matchesOf(matches: readonly Match[], by: Teller, most = Infinity): string {
  return matches.map((one) => matchOf(one, by, most)).join(wordsOf(by).or);
}

/** Tell which goods a scope means. */
export function goodsOf(scope: Scope | null | undefined, by: Teller, most = Infinity): string {
  const say = wordsOf(by);
  const goods = matchesOf(scope?.include ?? [], by, most) || say.allGoods;
  const not = matchesOf(scope?.exclude ?? [], by, most);
  return not ? goods + say.except(not) : goods;
}
