/** Tell coupons in words: what they are worth, on what, when and where, how one comes by them. */

import { discount, figure } from "@liuke/kit/formats.ts";
import { wordsIn } from "@liuke/kit/words.ts";
import type { CouponTemplate } from "./document.ts";
import { goodsWords } from "./goods.words.ts";
import { GLANCE, kindsTold, matchOf } from "./goods_told.ts";
import { standingWords } from "./standing.words.ts";
import { aired, type Teller } from "./tell.ts";
import { windowOf } from "./windows.ts";

type Goods = NonNullable<NonNullable<CouponTemplate["scope"]>["include"]>;

const wordsOf = (by: Teller) => wordsIn(standingWords, by.language);
const PLAIN = { upgrade: "upgrade", free_shipping: "freeShipping" } as const;

function named(goods: Goods, by: Teller): string {
  const say = wordsOf(by);
  const codes = [...(goods.categories ?? []), ...(goods.products ?? []), ...(goods.brands ?? []), ...(goods.tags ?? [])];
  return codes.map(by.call).join(say.list) || say.goods;
}

function buyGetOf(effect: Extract<CouponTemplate["effect"], { kind: "buy_x_get_y" }>, by: Teller): string {
  const say = wordsOf(by);
  const off = effect.off_bp ?? 10_000;
  const told = say.buyGet(effect.buy, effect.get ?? 1);
  const of = effect.reward ? say.buyGetOf(named(effect.reward, by)) : "";
  return told + of + (off < 10_000 ? say.buyGetAt(discount(off / 100, by.language)) : "");
}

/** Tell what a coupon is worth. */
export function worthOf(coupon: CouponTemplate, by: Teller): string {
  const say = wordsOf(by);
  const from = coupon.threshold_minor ? by.sum(coupon.threshold_minor) : "";
  const effect = coupon.effect;
  if (effect.kind === "cash") {
    return from ? say.cashFrom(from, by.sum(effect.amount_minor)) : say.cash(by.sum(effect.amount_minor));
  }
  if (effect.kind === "percent") {
    const told = discount(effect.off_bp / 100, by.language);
    return from ? say.percentFrom(from, told) : told;
  }
  if (effect.kind === "free_item") return say.freeItem(effect.quantity ?? 1, named(effect.item, by));
  if (effect.kind === "buy_x_get_y") return buyGetOf(effect, by);
  return effect.kind === "times_card" ? say.timesCard(effect.uses) : say[PLAIN[effect.kind]];
}

type Scope = NonNullable<CouponTemplate["scope"]>;

function goodsOf({ include, exclude }: Scope, by: Teller): string {
  const goods = wordsIn(goodsWords, by.language);
  const among = include ? matchOf(include, by, GLANCE) : "";
  // Of what is left out, fitting one list is enough.
  const without = exclude ? kindsTold(exclude, by, GLANCE).join(goods.or) : "";
  if (!among && !without) return "";
  return wordsOf(by).onlyOn((among || goods.allGoods) + (without ? goods.except(without) : ""));
}

/** Tell on which goods, in which stores and when a coupon may be used; nothing where it is free of all that. */
function placesOf({ scope = {} }: Pick<CouponTemplate, "scope">, by: Teller): string[] {
  const say = wordsOf(by);
  const { stores = [], stores_excluded: not = [], channels = [], weekdays = [], hours = [] } = scope;
  const shops = (codes: readonly string[]) => codes.map(by.store).join(say.and);
  const parts = [
    goodsOf(scope, by),
    stores.length ? aired(say.inStores(shops(stores)), by.language) : "",
    not.length ? aired(say.notInStores(shops(not)), by.language) : "",
    channels.length ? say.through(channels.join(say.and)) : "",
    windowOf({ weekdays, hours }, by),
  ];
  return parts.filter(Boolean);
}

/** Tell how a member comes by a coupon; nothing where it is given without more ado. */
export function gotOf(coupon: CouponTemplate, by: Teller): string {
  const say = wordsOf(by);
  const { got = "granted", claim_days: days, claim_from_on: from, claim_until_on: until } = coupon;
  if (got === "granted") return typeof days === "number" ? say.claimIn(days) : "";
  const told = got === "claimed" ? say.claimed : say.publicCode(coupon.public_code ?? "—");
  return from || until ? told + say.claimDates(from ?? say.open, until ?? say.open) : told;
}

/** Tell when a coupon may be used. */
export function validityOf({ validity }: Pick<CouponTemplate, "validity">, by: Teller): string {
  const say = wordsOf(by);
  if (validity.kind === "days_after") {
    return validity.wait_days ? say.validAfter(validity.wait_days, validity.days) : say.validDays(validity.days);
  }
  if (validity.kind === "birthday_month") return say.validBirthday;
  if (validity.kind === "card_year") return say.validCardYear;
  if (!validity.ends_on && !validity.starts_on) return say.validAlways;
  return say.validDates(validity.starts_on ?? say.open, validity.ends_on ?? say.open);
}

/** Tell how long a coupon is valid, on what and where, how many there are and how one gets them. */
export function termsOf(coupon: CouponTemplate, by: Teller): string {
  const say = wordsOf(by);
  const parts = [gotOf(coupon, by), validityOf(coupon, by), ...placesOf(coupon, by)];
  if (coupon.stock) parts.push(say.stock(figure(coupon.stock)));
  if (coupon.per_member) parts.push(say.perMember(figure(coupon.per_member)));
  return parts.filter(Boolean).join(say.list);
}
