import { words } from "@liuke/kit/words.ts";

export const giftWords = words({
  title: ["领取", "Gifts"],
  waiting: ["等您领取", "Waiting for you"],
  offers: ["领券中心", "Coupons to claim"],
  rungs: ["阶梯礼", "Ladder gifts"],
  take: ["领取", "Claim"],
  taking: ["正在领取", "Claiming"],
  taken: [(name: string) => `已领取：${name}`, (name: string) => `Claimed: ${name}`],
  see: ["去看我的券", "See my coupons"],
  until: [(d: string) => `领取截止 ${d}`, (d: string) => `Claim by ${d}`],
  left: [(n: string) => `余 ${n} 张`, (n: string) => `${n} left`],
  nothing: ["现在没有可领的", "Nothing to claim now"],
  nothingWhy: ["有新的券或阶梯礼时，下方“领取”会显示数目。", "When something new comes, the Gifts button shows how many."],
  done: ["已领取", "Claimed"],
  claimFrom: [(a: string, b: string) => `${a} 至 ${b} 可领`, (a: string, b: string) => `Can be claimed ${a} to ${b}`],
  closed: ["领取期已过", "The time to claim it is over"],
  progress: [(a: string, b: string) => `${a} / ${b}`, (a: string, b: string) => `${a} of ${b}`],
});

/** Why an offer cannot be taken, by its code. */
export const refusedWords = words({
  budget_spent: ["活动额度已用完", "All that was set aside for it is given"],
  claim_closed: ["领取时间未到或已过", "It cannot be claimed at this time"],
  day_limit: ["今天已领完，明天再来", "All claimed today; come back tomorrow"],
  member_day_limit: ["您今天已领过", "You claimed it today"],
  member_limit: ["您已领过", "You already have it"],
  out_of_stock: ["已领完", "All claimed"],
  no_birth_date: ["请先在“资料”填写生日", "Add your birthday to your profile first"],
  no_card_date: ["需要先办会员卡", "You need a member card first"],
  too_late: ["有效期已过", "Its time is over"],
  other: ["现在不能领取", "It cannot be claimed now"],
});
