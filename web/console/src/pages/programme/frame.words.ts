import { words } from "@liuke/kit/words.ts";

type N = string | number;

/** The words around the editor's forms: state, tabs, faults, conflicts. */
export const frameWords = words({
  programme: ["会员方案", "Programme"],
  missing: ["没有这个方案。", "There is no such programme."],
  draftOf: [(n: N) => `草稿 v${n}`, (n: N) => `Draft v${n}`],
  newDraft: ["改动后自动成为新草稿", "Becomes a new draft once changed"],
  liveOf: [(n: N) => `现行 v${n}`, (n: N) => `live v${n}`],
  notLive: ["尚未发布", "not published yet"],
  saved: [(t: string) => `${t} 已存`, (t: string) => `saved ${t}`],
  saving: ["正在存", "Saving"],
  changed: ["还没存", "Not saved yet"],
  refused: ["没有存下", "Not saved"],
  unchanged: ["没有改动", "No change"],
  publish: [(n: N) => `发布 v${n}`, (n: N) => `Publish v${n}`],
  ask: ["提交审批", "Request approval"],
  published: ["已发布", "Published"],
  publishedNow: [(n: N) => `v${n} 已发布。`, (n: N) => `v${n} is published.`],
  goesOn: [(n: N) => `没有改动，v${n} 继续有效。`, (n: N) => `Nothing changed: v${n} goes on.`],
  tiers: ["等级", "Levels"],
  points: ["积分", "Points"],
  promotions: ["促销", "Promotions"],
  coupons: ["优惠券", "Coupons"],
  checkout: ["收银", "At the till"],
  source: ["原文", "Source"],
  versions: ["版本", "Versions"],
  books: ["积分种类", "Kinds of points"],
  earning: ["怎样得积分", "How points are earned"],
  toFix: [(n: N) => `${n} 处要改`, (n: N) => `${n} to fix`],
  sourceHint: [
    "表单没有的设置在这里改。改完自动检查，指出是哪一行、为什么。",
    "For settings that no form shows. It is checked as you type: which line, and why.",
  ],
  brokenAt: [
    (line: N, column: N) => `第 ${line} 行第 ${column} 列写错了：括号、引号或逗号不成对。还没有存。`,
    (line: N, column: N) => `Line ${line}, column ${column}: a bracket, quote or comma is missing. Not saved.`,
  ],
  show: ["看那里", "Show it"],
  line: [(n: N) => `第 ${n} 行`, (n: N) => `Line ${n}`],
  theirsToMine: ["别人的版本 → 我的版本", "Their version → mine"],
  keepMine: ["留我的版本", "Keep mine"],
  keepTheirs: ["留别人的版本", "Keep theirs"],
  readOnly: ["您的角色只能查看，不能改。", "Your role may read this, not change it."],
});
