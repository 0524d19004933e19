import { words } from "@liuke/kit/words.ts";

/** The words of coupon templates by kind. */
export const couponWords = words({
  kind: ["种类", "Kind"],
  kinds: [
    (k: string) =>
      ({
        cash: "代金券", percent: "折扣券", free_item: "兑换券", buy_x_get_y: "买赠券", upgrade: "升级券",
        free_shipping: "包邮券", times_card: "计次卡",
      })[k] ?? k,
    (k: string) =>
      ({
        cash: "an amount off", percent: "a share off", free_item: "a free item", buy_x_get_y: "buy and get",
        upgrade: "an upgrade", free_shipping: "free shipping", times_card: "a card of uses",
      })[k] ?? k,
  ],
  given: [
    (n: string) => `已发 ${n} 张，种类不再改。`,
    (n: string) => (n === "1" ? "1 was given, so its kind stays." : `${n} were given, so their kind stays.`),
  ],
  another: ["照着另建一种", "Make another like it"],
  item: [(what: string) => `可选的${what}`, (what: string) => `${what} to choose from`],
  which: ["选商品", "Choose goods"],
  sameGoods: ["同样的商品", "of the same goods"],
  others: ["改为另一些商品", "Of other goods instead"],
  reward: [(what: string) => `另得的${what}`, (what: string) => `${what} got`],
  of: ["可选", "of"],
  thenGet: ["再得", "get"],
  pick: ["优惠哪一件", "Which unit is cheaper"],
  picks: [
    (k: string) => ({ cheapest: "最便宜的", dearest: "最贵的" })[k] ?? k,
    (k: string) => ({ cheapest: "the cheapest", dearest: "the dearest" })[k] ?? k,
  ],
  timesMax: ["每单最多（次）", "times an order at most"],
  surcharge: ["另付", "and pay"],
  nothing: ["不用付", "nothing"],
  uses: ["次数", "uses"],
  got: ["怎么得到", "How it is got"],
  gots: [
    (k: string) => ({ granted: "由规则、活动或员工发放", claimed: "会员自己领取", public_code: "人人可用的公共券码" })[k] ?? k,
    (k: string) =>
      ({ granted: "given by rules, campaigns or staff", claimed: "claimed by members", public_code: "by one code for everybody" })[k] ?? k,
  ],
  publicCode: ["券码", "Code"],
  claimIn: ["发放后要在几天内领取", "to be claimed within"],
  atOnce: ["直接到账", "at once"],
  orLapses: ["逾期作废", "or it lapses"],
  claimFrom: ["可领从", "Claimed from"],
  claimUntil: ["可领到", "Claimed until"],
  validities: [
    (k: string) =>
      ({ days_after: "得到后若干天", dates: "固定日期", birthday_month: "会员的生日月", card_year: "会员年度内" })[k] ?? k,
    (k: string) =>
      ({ days_after: "some days after getting it", dates: "the same dates for all", birthday_month: "in the birthday month", card_year: "through the card year" })[k] ?? k,
  ],
  waits: ["得到后先等", "after waiting"],
  lasts: ["再过", "for"],
  lastsOn: ["到期（当天可用）", "(the last day included)"],
  validFrom: ["有效从", "Valid from"],
  validUntil: ["有效到", "Valid until"],
  openEnds: ["空着就是不限；到期当天可用。", "Left empty it is open; the last day is included."],
  inBirthday: ["今年的生日月，已过就是明年的", "this year's birthday month, or next year's once it is over"],
  inCardYear: ["到会员卡下一个周年日的前一天", "up to the day before the card's next anniversary"],
  where: ["在哪里用", "Used where"],
  when: ["何时可用", "Used when"],
  givenPerDay: ["每天最多发（张）", "given a day at most"],
  givenPerMemberDay: ["每人每天最多得（张）", "a member and day at most"],
  perOrder: ["每单最多用（张）", "used an order at most"],
  stackable: ["可与别类券同用", "joins coupons of other classes"],
  stackClass: ["同类互斥的类名", "class whose coupons exclude each other"],
  later: ["之后", "Later"],
  transferable: ["可转给其他会员", "may be passed to other members"],
  onReturn: ["订单退货时", "When its order is returned it is"],
  onReturns: [
    (k: string) => ({ restore: "退还给会员", void: "作废" })[k] ?? k,
    (k: string) => ({ restore: "given back", void: "void" })[k] ?? k,
  ],
});
