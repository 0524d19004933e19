import { words } from "@liuke/kit/words.ts";

export const shellWords = words({
  menu: ["主菜单", "Main menu"],
  card: ["会员卡", "Card"],
  gifts: ["领取", "Gifts"],
  me: ["我的", "Me"],
  back: ["返回", "Back"],
  language: ["English", "中文"],
  offline: ["网络断了。已读到的内容还在，恢复后自动更新。", "No connection. What was read stays; it updates once the line is back."],
  broken: ["这一页没能打开", "This page did not open"],
  missing: ["没有这一页", "There is no such page"],
  missingWhy: ["地址可能写错了，或页面已经挪走。", "The address may be mistyped, or the page has moved."],
  home: ["回到会员卡", "Back to your card"],
  optional: ["选填", "optional"],
});
