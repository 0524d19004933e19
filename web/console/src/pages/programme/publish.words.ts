import { words } from "@liuke/kit/words.ts";

export const publishWords = words({
  title: [(n: number) => `发布 v${n}`, (n: number) => `Publish v${n}`],
  publish: [(n: number) => `发布 v${n}`, (n: number) => `Publish v${n}`],
  ask: ["提交审批", "Request approval"],
  why: [
    "发布方案要两个人：提交后，店主或运营中的另一位批准，您再执行。",
    "Publishing takes two people: another owner or operations approves, then you carry it out.",
  ],
  alone: [
    "店里现在只有您能批准，没有第二个人可问。可以改为一个人发布；邀请同事后，在“待办与审批”里改回。",
    "You are the only one who may approve. You may publish alone; set it back under Approvals once a colleague is here.",
  ],
  liftLimit: ["改为一个人发布", "Let one person publish"],
  close: ["关闭", "Close"],
  cancel: ["先不发布", "Not yet"],
  faults: [(n: number) => `还有 ${n} 处要改，改好才能发布。`, (n: number) => `${n} to fix before it can be published.`],
  when: ["从何时起", "From when"],
  now: ["立即", "at once"],
  on: ["某一天零点", "from a day on"],
  where: ["在哪些门店", "In which stores"],
  all: ["全部门店", "all stores"],
  pilot: ["先在几家试点", "a pilot in some"],
  chooseStores: ["选择门店", "choose stores"],
  until: ["试点到", "until"],
  noPilot: [
    "试点需要已有生效版本，其他门店继续用它。",
    "A pilot needs a live version that the other stores keep.",
  ],
  atOnce: ["立即", "at once"],
  effect: [
    (from: string, n: number) => `${from}起按新版本计价，取代 v${n}；已成交的订单不变。会员不会因此中途降级。`,
    (from: string, n: number) => `It rules ${from} in place of v${n}; orders made before stay as they are, and nobody falls mid-period.`,
  ],
  effectFirst: [
    (from: string) => `${from}起收银按这个方案计价和积分；之前的订单不变。`,
    (from: string) => `The till prices and gives points by it ${from}; earlier orders stay as they are.`,
  ],
});
