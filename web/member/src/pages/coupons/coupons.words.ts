import { words } from "@liuke/kit/words.ts";

export const couponWords = words({
  title: ["优惠券", "Coupons"],
  states: ["券的状态", "State"],
  open: ["可用", "Usable"],
  used: ["已用", "Used"],
  expired: ["已过期", "Expired"],
  void: ["已作废", "Voided"],
  transferred: ["已转赠", "Passed on"],
  none: ["这里没有券", "No coupons here"],
  noneOpen: ["现在没有可用的券", "You have no coupons now"],
  noneWhy: ["去“领取”看看有没有可领的券。", "See Gifts for coupons to claim."],
  toGifts: ["去领取", "See gifts"],
  from: [(d: string) => `${d} 起可用`, (d: string) => `Usable from ${d}`],
  waits: ["待领取", "To be claimed"],
  uses: [(n: number) => `还可用 ${n} 次`, (n: number) => (n === 1 ? "1 use left" : `${n} uses left`)],
  saved: [(m: string) => `已省 ${m}`, (m: string) => `Saved ${m}`],
  show: ["给店员扫", "Show at the till"],
  code: ["券码", "Code"],
  bars: [(c: string) => `券码条码 ${c}`, (c: string) => `Bar code of coupon ${c}`],
  noTerms: ["这张券的规则已停用，请以门店说明为准。", "The rules of this coupon ended; please ask the shop."],
});
