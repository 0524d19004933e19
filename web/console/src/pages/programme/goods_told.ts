/** Tell which goods are meant. */

import { wordsIn } from "@liuke/kit/words.ts";
import type { Scope } from "./document.ts";
import { goodsWords } from "./goods.words.ts";
import type { Teller } from "./tell.ts";

export type Match = NonNullable<Scope["include"]>[number];

const wordsOf = (by: Teller) => wordsIn(goodsWords, by.language);

/** Tell each kind by which a choice narrows. */
export function kindsTold(match: Match, by: Teller): string[] {
  const say = wordsOf(by);
  const kinds = [
    [match.categories, say.category],
    [match.brands, say.brand],
    [match.products, say.product],
    [match.skus, say.sku],
    [match.tags, say.tag],
  ] as const;
  const parts = kinds.flatMap(([codes, word]) => (codes?.length ? [word(codes.map(by.call).join(say.list))] : []));
  const { price_from_minor: from, price_to_minor: to } = match;
  if (from && to) parts.push(say.priced(by.sum(from), by.sum(to)));
  else if (from) parts.push(say.pricedFrom(by.sum(from)));
  else if (to) parts.push(say.pricedTo(by.sum(to)));
  return parts;
}

/** Tell the goods that match every kind named. */
export function matchOf(match: Match, by: Teller): string {
  return kindsTold(match, by).join(wordsOf(by).and);
}

/** Tell alternatives: goods that match one of them. */
export function matchesOf(matches: readonly Match[], by: Teller): string {
  return matches.map((one) => matchOf(one, by)).join(wordsOf(by).or);
}

/** Tell which goods a scope means. */
export function goodsOf(scope: Scope | null | undefined, by: Teller): string {
  const say = wordsOf(by);
  const goods = matchesOf(scope?.include ?? [], by) || say.allGoods;
  const not = matchesOf(scope?.exclude ?? [], by);
  return not ? goods + say.except(not) : goods;
}
