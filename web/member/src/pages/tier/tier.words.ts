import { words } from "@liuke/kit/words.ts";

/** Why somebody moved, by the code the programme gives; others are told by the movement alone. */
export const whyWords = words({
  purchase: ["一次购物达到", "One purchase was enough"],
  card: ["持卡入级", "Holding the card"],
  reached: ["累计达到", "The sum was reached"],
  renewed: ["新周期重新计算", "Counted anew in a new period"],
  grace: ["宽限期内补足", "Made up for within the grace period"],
  "grace over": ["宽限期已过", "The grace period is over"],
  "retention missed": ["未达保级要求", "Not enough to keep the level"],
  "retention met": ["达到保级要求", "Enough to keep the level"],
  "card expired": ["会员卡到期", "The card expired"],
  programme: ["等级规则有变", "The rules of the levels changed"],
  late: ["补记的消费", "A purchase noted late"],
  undone: ["退货后重新计算", "Counted anew after a return"],
});

export const tierWords = words({
  levels: ["各级", "Levels"],
  from: [(n: string) => `满 ${n}`, (n: string) => `From ${n}`],
  start: ["入会即有", "From the start"],
  otherWay: ["不按累计入级", "Not reached by counting"],
  here: ["您在这里", "You are here"],
  since: [(d: string) => `${d} 起`, (d: string) => `Since ${d}`],
  period: [(a: string, b: string) => `本期 ${a} 至 ${b}`, (a: string, b: string) => `This period ${a} to ${b}`],
  counted: [(n: string) => `已累计 ${n}`, (n: string) => `Counted so far: ${n}`],
  paused: ["会员卡到期，等级暂停。", "The card expired: the level is paused."],
  why: ["为什么是这一级", "Why you stand here"],
  whyNone: ["还没有计入的消费。", "Nothing is counted yet."],
  earlier: [(n: string) => `更早的合计 ${n}`, (n: string) => `Earlier ones: ${n}`],
  order: ["购物", "A purchase"],
  cardCause: ["开卡", "The card was issued"],
  otherCause: ["门店记入", "Noted by the shop"],
  moves: ["等级变动", "How you moved"],
  noMoves: ["还没有变动。", "You have not moved yet."],
  up: [(to: string) => `升为${to}`, (to: string) => `Up to ${to}`],
  down: [(to: string) => `降为${to}`, (to: string) => `Down to ${to}`],
  kept: [(to: string) => `保住${to}`, (to: string) => `Kept ${to}`],
  none: ["未入级", "no level"],
  unknown: ["没有这套等级", "There are no such levels"],
});
