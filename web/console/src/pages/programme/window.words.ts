import { words } from "@liuke/kit/words.ts";

type N = string | number;

/** When something runs: the pieces of its sentence, and the words of its fields. */
export const windowWords = words({
  and: ["，", ", "],
  list: ["、", ", "],
  always: ["任何时候", "at any time"],
  monthDays: [(l: string) => `每月 ${l}`, (l: string) => `on ${l} of the month`],
  monthDay: [(n: N) => `${n} 日`, (n: N) => `day ${n}`],
  lastDay: ["最后一天", "the last day"],
  weekdays: [(l: string) => `每${l}`, (l: string) => `every ${l}`],
  weekday: [
    (n: number) => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][n - 1] ?? "",
    (n: number) => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][n - 1] ?? "",
  ],
  dates: [(l: string) => `每年 ${l}`, (l: string) => `each year on ${l}`],
  span: [(a: string, b: string) => `${a}–${b}`, (a: string, b: string) => `${a}–${b}`],
  overnight: [(a: string, b: string) => `${a}–次日 ${b}`, (a: string, b: string) => `${a}–${b} the next day`],
  daily: [(l: string) => `每天 ${l}`, (l: string) => `daily ${l}`],
  from: [(d: string) => `${d} 起`, (d: string) => `from ${d}`],
  through: [(d: string) => `到 ${d}（当天含）`, (d: string) => `through ${d}`],
  until: [(d: string) => `到 ${d}`, (d: string) => `until ${d}`],
  hours: ["时段", "Hours"],
  everyDay: ["每天", "daily from"],
  thoseDays: ["这些天的", "on those days from"],
  to: ["到", "until"],
  toNextDay: ["到次日", "until, the next day,"],
  hoursFrom: [(n: N) => `时段 ${n} 从`, (n: N) => `Hours ${n} from`],
  hoursTo: [(n: N) => `时段 ${n} 到`, (n: N) => `Hours ${n} until`],
  addHours: ["限定时段", "Set hours of the day"],
  moreHours: ["再加一个时段", "Add more hours"],
  dropHours: [(n: N) => `去掉时段 ${n}`, (n: N) => `Remove hours ${n}`],
  afterMidnight: [
    "零点以后算第二天，第二天也要在所选的日子里才生效。",
    "After midnight it is the next day, which must be among the chosen days too.",
  ],
  noTime: [(text: string) => `“${text}”不是钟点，请写成 14:00 这样。`, (text: string) => `“${text}” is no time of day; write it like 14:00.`],
  inclusive: ["当天含", "that day included"],
  timeOf: [(label: string) => `${label}：几点几分`, (label: string) => `${label}: time of day`],
});
