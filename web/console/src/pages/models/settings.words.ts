import { words } from "@liuke/kit/words.ts";

const UNITS = {
  days: ["天", "days"],
  gaps: ["个间隔", "gaps"],
  points: ["分", "points"],
  percent: ["%", "%"],
  months: ["个月", "months"],
} as const;

type Unit = keyof typeof UNITS;
const unitsIn = (at: 0 | 1) => Object.fromEntries(Object.entries(UNITS).map(([unit, pair]) => [unit, pair[at]])) as Record<Unit, string>;

const pairs = words({
  tabs: ["模型", "Models"],
  results: ["结果", "Results"],
  settings: ["设定", "Settings"],
  hint: [
    "改动保存后，从下一次计算起生效（每天凌晨；或在服务器上运行 liuke models）。",
    "What you save holds from the next run on: every night, or `liuke models` on the server.",
  ],
  mayNot: ["您的角色只能看，不能改。", "Your role may read these and not change them."],
  rfm: ["RFM", "RFM"],
  borders: ["会员阶段的边界", "Borders of the stages"],
  weights: ["会员价值分的权重", "Weights of the value score"],
  horizon: ["终身价值与流失", "Lifetime value and churn"],
  layers: ["会员层级", "Layers"],
  layersEffect: [
    "会员站在条件全部满足的最高一层；空着表示不要求。层级会用在人群条件里，已有的编码不能改。",
    "A member stands on the highest layer all of whose demands are met; an empty one asks nothing. Segments name layers by code, so a kept code stays.",
  ],
  layer: ["名称", "Name"],
  code: ["编码", "Code"],
  orders: ["至少订单数", "Orders"],
  within_days: ["几天内买过", "Bought within days"],
  referrals: ["至少推荐人数", "Referrals"],
  acts: ["至少参与次数", "Deeds"],
  top_percent: ["消费排名前 %", "Best % by spend"],
  named: ["已登记", "Registered"],
  anyNumber: ["不限", "any"],
  inChinese: ["中文名", "Chinese name"],
  inEnglish: ["英文名", "English name"],
  nth: [(n: string) => `第 ${n} 层`, (n: string) => `Layer ${n}`],
  of: [(name: string, what: string) => `${name}：${what}`, (name: string, what: string) => `${name}: ${what}`],
  order: ["顺序", "Order"],
  up: ["上移", "Move up"],
  down: ["下移", "Move down"],
  dropLayer: ["去掉这一层", "Take away"],
  addLayer: ["加一层", "Add a layer"],
  layersDefault: ["层级恢复默认", "Layers back to default"],
  cuts: ["RFM 怎么分档", "How RFM is cut"],
  cutsEffect: [
    "五等分随会员变化，每档人数相近；固定分界不变，适合比较不同月份。",
    "Fifths follow the members, so many in each; fixed borders stay, and months can be compared.",
  ],
  cutsDefault: ["默认按会员五等分", "By default fifths of the members"],
  fifths: ["五等分", "Fifths"],
  fixed: ["固定分界", "Fixed"],
  recency_days: ["距上次消费（天）", "Days since the last order"],
  frequency: ["订单数", "Orders"],
  monetary_minor: ["消费金额", "Money spent"],
  cutOf: [(what: string, n: number) => `${what} 第 ${n} 档`, (what: string, n: number) => `${what}, border ${n}`],
  own: ["本店设定", "Set by the shop"],
  default: ["默认", "Default"],
  bounds: [
    (standard: string, least: string, most: string) => `默认值 ${standard}，可设 ${least}–${most}`,
    (standard: string, least: string, most: string) => `Default ${standard}, from ${least} to ${most}`,
  ],
  toDefault: ["恢复默认", "Back to default"],
  toDefaultOf: [(name: string) => `恢复默认：${name}`, (name: string) => `Back to default: ${name}`],
  allDefaults: ["全部恢复默认", "All back to default"],
  save: [(n: string) => `保存 ${n} 项改动`, (n: string) => (n === "1" ? "Save 1 change" : `Save ${n} changes`)],
  changedBy: [(by: string, at: string) => `${by} 于 ${at} 保存了：`, (by: string, at: string) => `Saved by ${by}, ${at}:`],
  theyChanged: [
    (name: string, before: string, after: string) => (after ? `${name}：${before} → ${after}` : name),
    (name: string, before: string, after: string) => (after ? `${name}: ${before} → ${after}` : name),
  ],
  yoursStays: [
    (mine: string) => `（您也改了这一项，会按您的${mine ? ` ${mine} ` : ""}保存）`,
    (mine: string) => `(you changed it too: yours${mine ? `, ${mine},` : ""} will be saved)`,
  ],
  onTop: ["保留对方的改动，加上我的", "Keep theirs and save mine on top"],
  drop: ["放弃改动", "Drop the changes"],
  notSaved: ["没有保存：有一项不能这样设，原因写在那一项旁边。", "Not saved: one setting cannot be so; the reason stands beside it."],
  saved: ["已保存，从下一次计算起生效。", "Saved; it holds from the next run on."],
});

export const settingsWords = { zh: { ...pairs.zh, units: unitsIn(0) }, en: { ...pairs.en, units: unitsIn(1) } };
