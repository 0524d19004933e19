import { some, words } from "@liuke/kit/words.ts";

export const simulateWords = words({
  title: ["按真实订单模拟", "Simulate on real orders"],
  hint: [
    "把草稿用在最近的订单上重算一遍：要花多少钱，谁得益，谁吃亏。什么都不会写入。",
    "Decides the latest orders again by the draft: what it costs, who gains, who loses. Nothing is written.",
  ],
  span: ["最近几天", "The last days"],
  days: [(n: number) => `${n} 天`, (n: number) => `${n} d`],
  run: ["运行模拟", "Run simulation"],
  running: ["正在重算每一笔订单，可以继续编辑。", "Deciding every order again; go on editing."],
  stale: ["草稿之后又改过，请再运行一次。", "The draft changed since; run it again."],
  costs: [
    (n: string, m: string) => `${n} 笔订单重算，草稿比现行方案少收 ${m}。`,
    (n: string, m: string) => `Over ${some(n, "order")} the draft costs ${m} more than today's programme.`,
  ],
  brings: [
    (n: string, m: string) => `${n} 笔订单重算，草稿比现行方案多收 ${m}。`,
    (n: string, m: string) => `Over ${some(n, "order")} the draft takes ${m} more than today's programme.`,
  ],
  noOrders: [
    "这段时间没有订单，没法模拟。换一段更长的时间，或先用“试一单”。",
    "There are no orders in this time to simulate on. Take a longer one, or try a basket.",
  ],
  costsNothing: [
    (n: string) => `${n} 笔订单重算，实收没有变化。`,
    (n: string) => `Over ${some(n, "order")} nobody pays more or less.`,
  ],
  winLose: [
    (w: string, a: string, l: string, b: string) => `得益 ${w} 人（共少付 ${a}），吃亏 ${l} 人（共多付 ${b}）。`,
    (w: string, a: string, l: string, b: string) => `${some(w, "buyer gains", "buyers gain")} (${a} less in all), ${some(l, "loses", "lose")} (${b} more).`,
  ],
  pointsChange: [
    (book: string, a: string, b: string) => `${book}：${a} → ${b}`,
    (book: string, a: string, b: string) => `${book}: ${a} → ${b}`,
  ],
  byDay: ["按天", "By day"],
  day: ["日期", "Day"],
  cost: ["少收金额", "Cost"],
  orders: ["订单", "Orders"],
  winners: ["得益", "Gain"],
  losers: ["吃亏", "Lose"],
  gainLose: ["得益与吃亏", "Gain and lose"],
  rule: ["规则", "Rule"],
  off: ["优惠金额", "Off"],
  points: ["积分", "Points"],
  how: ["怎么算的", "How this is computed"],
});
