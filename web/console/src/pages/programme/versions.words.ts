import { words } from "@liuke/kit/words.ts";

type N = number;

export const versionsWords = words({
  live: ["生效中", "live"],
  scheduled: ["已排期", "scheduled"],
  pilot: ["试点中", "pilot"],
  draft: ["草稿", "draft"],
  retired: ["已被取代", "replaced"],
  withdrawn: ["已撤回", "withdrawn"],
  from: [(d: string) => `${d} 起`, (d: string) => `from ${d}`],
  made: [(d: string) => `${d} 新建`, (d: string) => `made ${d}`],
  pilotAt: [(s: string) => `试点门店：${s}`, (s: string) => `piloted at ${s}`],
  compare: [(n: N) => `与 v${n} 的差异`, (n: N) => `Compare with v${n}`],
  difference: [(a: N, b: N) => `v${a} → v${b} 改了什么`, (a: N, b: N) => `What changed from v${a} to v${b}`],
  again: ["以此起草", "Draft from this"],
  back: [(n: N) => `撤回 v${n}`, (n: N) => `Withdraw v${n}`],
  askBack: ["提交审批", "Request approval"],
  keep: ["保留", "Keep it"],
  backTitle: [(n: N) => `撤回 v${n}`, (n: N) => `Withdraw v${n}`],
  backTo: [
    (n: N, m: N) => `撤回后 v${m} 立即重新生效，收银马上按它计价。按 v${n} 成交的订单和已发的积分不变。`,
    (n: N, m: N) => `v${m} rules again at once and the till prices by it. Orders made and points given under v${n} stay.`,
  ],
  backToNothing: [
    (n: N) => `v${n} 之前没有版本：撤回后这个方案不再计价、不再积分。已成交的订单不变。`,
    (n: N) => `There is none before v${n}: this programme then neither prices nor gives points. Orders made stay.`,
  ],
  backScheduled: [
    (n: N) => `v${n} 还没有生效；撤回后现行版本照常继续。`,
    (n: N) => `v${n} does not rule yet; the live version simply goes on.`,
  ],
  backPilot: [
    (n: N) => `试点门店立即回到现行版本；按 v${n} 成交的订单不变。`,
    (n: N) => `The pilot stores go back to the live version at once; orders made under v${n} stay.`,
  ],
});
