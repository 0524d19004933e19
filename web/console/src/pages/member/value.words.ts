import { some, words } from "@liuke/kit/words.ts";

export const valueWords = words({
  title: ["会员价值", "Member value"],
  none: ["还没有评分，每天凌晨计算。", "Not scored yet; that happens every night."],
  through: [(on: string) => `估计值，数据截至 ${on}`, (on: string) => `Estimates, data through ${on}`],
  score: ["价值分", "Value score"],
  purchases: ["购买", "Purchases"],
  referrals: ["推荐", "Referrals"],
  participation: ["参与", "Participation"],
  stage: ["生命周期", "Stage"],
  rfm: ["RFM 分类", "RFM class"],
  layer: ["层级", "Layer"],
  rhythm: ["购买节奏", "Rhythm"],
  everyDays: [(days: number) => `约 ${days} 天一次`, (days: number) => (days === 1 ? "about every day" : `about every ${days} days`)],
  clv: [(months: number) => `未来 ${months} 个月价值`, (months: number) => `Value of the next ${some(months, "month")}`],
  churn: [(days: number) => `${days} 天内不来的可能`, (days: number) => `Chance of nothing in ${some(days, "day")}`],
  next: ["预计下次购买", "Next order expected"],
  again: ["可能再买", "Buys again"],
  along: ["可以搭配", "Goes with it"],
  above: ["可以升级", "A better one"],
});
