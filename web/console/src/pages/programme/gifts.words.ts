import { words } from "@liuke/kit/words.ts";

type N = string | number;

/** The words of what levels, rungs and bundles give. */
export const giftsWords = words({
  benefits: ["权益", "Rights"],
  benefitZh: [(n: N) => `权益 ${n}（中文）`, (n: N) => `Right ${n} (Chinese)`],
  benefitEn: [(n: N) => `权益 ${n}（英文）`, (n: N) => `Right ${n} (English)`],
  addBenefit: ["加一项权益", "Add a right"],
  newBenefit: ["新权益", "New right"],
  gifts: ["赠礼", "Gifts"],
  addGift: ["加一份赠礼", "Add a gift"],
  newGift: ["新赠礼", "New gift"],
  noCouponsYet: ["先加一种券或一种积分，才有东西可送。", "Add a coupon or a kind of points first: there is nothing to give yet."],
  when: ["何时送", "Given"],
  whens: [
    (k: string) =>
      ({
        entering: "升到这一级时", falling: "降到这一级时", monthly: "在这一级的每个月",
        birthday: "生日月", anniversary: "每个入会周年", purchases: "每购买若干次",
      })[k] ?? k,
    (k: string) =>
      ({
        entering: "on reaching this level", falling: "on falling to this level", monthly: "each month at this level",
        birthday: "in the birthday month", anniversary: "on each anniversary", purchases: "every so many purchases",
      })[k] ?? k,
  ],
  every: ["次数", "Purchases"],
  times: ["次", "times"],
  again: ["同一级再次升到时", "Reached again"],
  agains: [
    (k: string) => ({ never: "一生只送一次", each_period: "每个周期可再送" })[k] ?? k,
    (k: string) => ({ never: "given once in a life", each_period: "given again each period" })[k] ?? k,
  ],
  give: ["送", "Give"],
  act: ["送什么", "What is given"],
  acts: [
    (k: string) =>
      ({ "coupons.issue": "券", "points.award": "积分", "members.tag": "标签", "members.untag": "去掉标签" })[k] ?? k,
    (k: string) =>
      ({ "coupons.issue": "coupons", "points.award": "points", "members.tag": "a tag", "members.untag": "take away a tag" })[k] ?? k,
  ],
  count: ["张数", "Coupons"],
  coupon: ["哪种券", "Which coupon"],
  points: ["积分数", "Points"],
  book: ["哪种积分", "Which points"],
  tag: ["标签", "Tag"],
  forDays: ["保留", "kept for"],
  forGood: ["长期", "for good"],
  addDeed: ["再送一样", "Give something more"],
  dropDeed: [(n: N) => `去掉第 ${n} 样`, (n: N) => `Remove gift ${n}`],
  ladder: ["阶梯礼", "Ladder"],
  ladderOn: ["每个周期达到一档，可领一份礼", "each step reached in a period may be claimed"],
  rung: [(n: N) => `第 ${n} 档`, (n: N) => `Step ${n}`],
  reaches: ["周期内达到", "reached in the period:"],
  addRung: ["加一档", "Add a step"],
  claimFrom: ["何时可领", "Claimed"],
  claims: [
    (k: string) => ({ reached: "达到即可领", period_end: "周期结束后才可领" })[k] ?? k,
    (k: string) => ({ reached: "as soon as reached", period_end: "once the period is over" })[k] ?? k,
  ],
  claimDays: ["周期结束后还可领几天", "days after the period's end"],
  lapses: ["逾期未领作废", "then what is unclaimed lapses"],
  addsUp: ["达到几档领几份", "every step reached is claimed"],
  oneOnly: ["每个周期只领一份", "one step a period alone"],
  together: ["几档同时达到", "Several steps reached"],
  kind: ["怎么优惠", "Kind"],
  kinds: [
    (k: string) =>
      ({
        percent_off: "打折", amount_off: "减钱", fixed_price: "一口价", price_list: "各自专价", units_off: "其中几件打折",
        threshold_off: "满减", buy_get: "买赠", bundle: "成套价", gift: "赠品", shipping_off: "减运费",
        issue_coupon: "发券", earn: "得积分", multiply: "积分加倍", pay_with_points: "积分抵现", give_tag: "打标签", give_badge: "授予徽章", grant_right: "授予资格", only_for: "仅限购买",
      })[k] ?? k,
    (k: string) =>
      ({
        percent_off: "a share off", amount_off: "an amount off", fixed_price: "one price", price_list: "own prices",
        units_off: "some units cheaper", threshold_off: "spend and save", buy_get: "buy and get", bundle: "a set price",
        gift: "a gift", shipping_off: "cheaper shipping", issue_coupon: "coupons", earn: "points", multiply: "points times", pay_with_points: "points as money", give_tag: "a tag",
        give_badge: "a badge", grant_right: "a right", only_for: "for them alone",
      })[k] ?? k,
  ],
  addEffect: ["再给一样", "Give something more"],
  parts: ["一套里有", "A set holds"],
  partUnits: [(n: N) => `第 ${n} 样的件数`, (n: N) => `Units of part ${n}`],
  partOf: [(n: N, what: string) => `第 ${n} 样：${what}`, (n: N, what: string) => `Part ${n}: ${what}`],
  anyGoods: ["任何商品", "any goods"],
  addPart: ["加一样", "Add a part"],
  dropPart: [(n: N) => `去掉第 ${n} 样`, (n: N) => `Remove part ${n}`],
  setFor: ["整套", "The set"],
  ways: [
    (k: string) => ({ price_minor: "卖", off_minor: "减", off_bp: "打" })[k] ?? k,
    (k: string) => ({ price_minor: "costs", off_minor: "is cheaper by", off_bp: "is discounted by" })[k] ?? k,
  ],
  way: ["成套怎么优惠", "How the set is cheaper"],
  timesMax: ["每单最多（套）", "sets an order at most"],
  giftOf: ["赠", "Give"],
  giftFrom: ["从这些商品里任选", "of these products"],
  giftCodes: ["可选的赠品", "Gifts to choose from"],
  giftPrice: ["每件加", "each for"],
  giftEvery: ["每满送一次", "again for every"],
  once: ["只送一次", "once"],
  which: ["取", "Of the goods,"],
  takes: [
    (k: string) => ({ cheapest: "最便宜的", dearest: "最贵的" })[k] ?? k,
    (k: string) => ({ cheapest: "the cheapest", dearest: "the dearest" })[k] ?? k,
  ],
  keepEach: ["每件至少付", "each still costs at least"],
  shippingFree: ["全免（包邮）", "free"],
  shippingOff: ["运费减", "Shipping is cheaper by"],
  badge: ["徽章", "Badge"],
  right: ["资格", "Right"],
  unitsMost: ["最多买（件）", "units at most"],
  price: [(code: string) => `${code} 的专价`, (code: string) => `Price of ${code}`],
  priced: ["商品或规格", "Product or SKU"],
  gotHow: ["另得的怎么算", "What is got costs"],
  gotWays: [
    (k: string) => ({ free: "免费", off_bp: "打折", price_minor: "每件卖（加价购）" })[k] ?? k,
    (k: string) => ({ free: "free", off_bp: "at a discount", price_minor: "each for" })[k] ?? k,
  ],
  got: ["另得的是", "What is got:"],
  gotSame: ["同样的商品", "the same goods"],
  gotOf: [(what: string) => `另得的：${what}`, (what: string) => `Got: ${what}`],
  timesMost: ["每单最多（次）", "times an order at most"],
  sameProduct: ["各商品分别数", "each product counts by itself"],
  addPrice: ["加一种商品", "Add a product"],
});
