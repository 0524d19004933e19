/** Tell what members stand on: levels, points and cards, in words. */

import { figure } from "@liuke/kit/formats.ts";
import { wordsIn } from "@liuke/kit/words.ts";
import type { Book, CardPlan, Deed, Gift, Level, TierSet } from "./document.ts";
import { standingWords } from "./standing.words.ts";
import type { Teller } from "./tell.ts";

const wordsOf = (by: Teller) => wordsIn(standingWords, by.language);

/** Tell by what and over which time a set counts, and how one falls. */
export function setOf(set: TierSet, by: Teller): string {
  const say = wordsOf(by);
  const basis = {
    spend: say.basisSpend,
    points: say.basisPoints(by.call(set.basis.book ?? "points")),
    orders: say.basisOrders,
    referrals: say.basisReferrals,
    manual: say.basisManual,
  }[set.basis.kind];
  const parts = [basis, windowOf(set, by)];
  const falls = (set.window?.kind ?? "all_time") !== "all_time";
  if (falls) parts.push({ never: say.dropNever, one: say.dropOne, deserved: say.dropDeserved }[set.drop ?? "deserved"]);
  if (set.grace_days) parts.push(say.grace(set.grace_days));
  if (set.counts_from === "first_level") parts.push(say.countsHeld);
  if (set.lasts === "this_period") parts.push(say.lastsPeriod);
  if (set.reset_on_promotion) parts.push(say.resetsOnClimb);
  if (set.decay) parts.push(say.decays(set.decay.every_months ?? 1, set.decay.percent));
  if (set.pauses_with_card) parts.push(say.pausesWithCard);
  return parts.join(say.list);
}

function windowOf(set: TierSet, by: Teller): string {
  const say = wordsOf(by);
  const { kind = "all_time", calendar = "year", days = 365 } = set.window ?? {};
  const calendars = { year: say.calendarYear, quarter: say.calendarQuarter, month: say.calendarMonth };
  return { all_time: say.allTime, calendar: calendars[calendar], card_year: say.cardYear, rolling: say.rolling(days) }[kind];
}

/** Tell an amount of what a set counts: `250 元`, `1,000 积分`. */
export function amountOf(set: TierSet, value: number, by: Teller): string {
  const say = wordsOf(by);
  if (set.basis.kind === "spend") return by.sum(value);
  if (set.basis.kind === "orders") return say.times(figure(value));
  if (set.basis.kind === "referrals") return say.people(figure(value));
  const book = set.basis.book ?? "points";
  return say.ptsOf(by.points(book, value), by.call(book));
}

/** Tell the ways into a level and what keeps it. */
export function entryOf(set: TierSet, level: Level, by: Teller): string {
  const say = wordsOf(by);
  const ways: string[] = [];
  const { entry_threshold: threshold, entry_purchase_minor: purchase } = level;
  if (threshold === 0) ways.push(say.atOnce);
  else if (threshold) ways.push(say.reach(amountOf(set, threshold, by)));
  if (purchase) ways.push(say.onePurchase(by.sum(purchase)));
  if (level.entry_card) ways.push(say.holdCard);
  const told = [ways.join(say.or)];
  if (level.retention_threshold) told.push(say.keep(amountOf(set, level.retention_threshold, by)));
  if (level.never_falls) told.push(say.neverFalls);
  return told.filter(Boolean).join(say.list);
}

/** Tell what acts give. */
export function deedsOf(deeds: readonly Deed[], by: Teller): string {
  const say = wordsOf(by);
  return deeds.map((deed) => deedOf(deed, by)).join(say.list);
}

function deedOf({ action, params = {} }: Deed, by: Teller): string {
  const say = wordsOf(by);
  const number = Number(params["count"] ?? 1);
  if (action === "coupons.issue") return say.deedCoupon(number, by.call(String(params["template"] ?? "")));
  if (action === "points.award") {
    const book = String(params["book"] ?? "points");
    return say.deedPoints(by.points(book, Number(params["points"] ?? 0)), by.call(book));
  }
  if (action === "members.tag") return say.deedTag(String(params["tag"] ?? ""));
  return say.deedOther;
}

/** Tell when a gift of a level is given, and what it is. */
export function giftOf(gift: Gift, by: Teller): string {
  const say = wordsOf(by);
  const when = {
    entering: say.whenEntering,
    falling: say.whenFalling,
    birthday: say.whenBirthday,
    monthly: say.whenMonthly,
    anniversary: say.whenAnniversary,
    purchases: say.whenPurchases(gift.every ?? 0),
  }[gift.when];
  return `${when}${by.language === "en" ? ": " : "："}${deedsOf(gift.deeds, by)}`;
}

/** Tell the rungs of a ladder, each with what claiming it gives. */
export function rungsOf(set: TierSet, by: Teller): string[] {
  const say = wordsOf(by);
  const { rungs = [], claim_days: days, claim_from: from, adds_up: all } = set.ladder ?? {};
  const told = rungs.map((rung) => say.rung(amountOf(set, rung.threshold, by), deedsOf(rung.deeds, by)));
  if (rungs.length === 0) return told;
  const terms = [from === "period_end" ? say.claimAtEnd : say.claimAtOnce];
  if (days) terms.push(say.claimDays(days));
  if (all === false) terms.push(say.claimOne);
  return [...told, terms.join(say.list)];
}

/** Tell what points of a book are worth, how long they live and who may have them. */
export function bookOf(book: Book, by: Teller): string {
  const say = wordsOf(by);
  const parts: string[] = [];
  const name = by.call(book.code);
  const one = 10 ** (book.decimals ?? 0);
  const step = book.pay_step && book.pay_step > 1 ? book.pay_step : 100 * one;
  if (book.qualifying) parts.push(say.qualifying);
  else if (book.payable) parts.push(say.worth(figure(step, book.decimals), name, by.sum(((book.value_minor_per_1000 ?? 0) * step) / one / 1000)));
  else parts.push(say.notPayable);
  parts.push(expiryOf(book, by));
  if (book.pending?.days) parts.push(say.pendingDays(book.pending.days));
  if (book.transfer === "household") parts.push(say.household);
  if (book.transfer === "anyone") parts.push(say.anyone);
  return parts.join(say.list);
}

function expiryOf(book: Book, by: Teller): string {
  const say = wordsOf(by);
  const { kind, months = 0, days = 0, dates = [], round_to } = book.expiry ?? { kind: "never" };
  const rounds = { day: "", month: say.roundMonth, quarter: say.roundQuarter, year: say.roundYear };
  const rolling = months ? say.expiresRolling(months) : say.expiresDays(days);
  return {
    never: say.expiresNever,
    rolling: rolling + rounds[round_to ?? "day"],
    dates: say.expiresDates(dates.join(say.list)),
    card_year: say.expiresCardYear,
    inactivity: say.expiresIdle(months),
  }[kind];
}

/** Tell what a card costs and how long it lasts. */
export function cardOf(card: CardPlan, by: Teller): string {
  const say = wordsOf(by);
  const parts = [card.fee_minor ? say.cardFee(by.sum(card.fee_minor)) : say.cardFree];
  if (card.valid_years) parts.push(say.cardYears(card.valid_years));
  if (card.renewal_fee_minor) parts.push(say.renewal(by.sum(card.renewal_fee_minor)));
  return parts.join(say.list);
}
