import { words } from "@liuke/kit/words.ts";

export const tryWords = words({
  title: ["试一单", "Try a basket"],
  as: ["顾客是", "as"],
  on: ["日期", "on"],
  time: ["几点几分", "time of day"],
  guest: ["非会员", "a guest"],
  member: ["会员（没有等级）", "a member without a level"],
  goods: ["商品", "Goods"],
  anything: ["任意商品", "any goods"],
  typeGoods: ["输入名称、拼音或编码", "Type a name, pinyin or code"],
  noGoods: ["没有这个商品", "No such goods"],
  units: ["件数", "Units"],
  each: ["单价", "Price each"],
  drop: ["去掉这一行", "Remove this line"],
  addLine: ["加一行商品", "Add a line"],
  pays: [(list: string, due: string) => `原价 ${list} → 付 ${due}`, (list: string, due: string) => `list ${list} → pays ${due}`],
  nowPays: [(due: string) => `现行方案付 ${due}`, (due: string) => `pays ${due} today`],
  gift: [(n: number, rule: string) => `${rule}：赠 ${n} 件`, (n: number, rule: string) => `${rule}: ${n} as a gift`],
  missed: [(n: number) => `没有用上 ${n} 条`, (n: number) => `Not applied: ${n}`],
});
