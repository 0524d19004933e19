import { words } from "@liuke/kit/words.ts";

export const meWords = words({
  title: ["我的", "Me"],
  noName: ["未填姓名", "No name yet"],
  joined: [(d: string) => `${d} 入会`, (d: string) => `Member since ${d}`],
  orders: ["订单与小票", "Orders and receipts"],
  claim: ["认领小票", "Claim a receipt"],
  coupons: ["优惠券", "Coupons"],
  profile: ["资料", "Profile"],
  family: ["家庭与孩子", "Family and children"],
  consents: ["授权", "Consents"],
  privacy: ["隐私：下载与清除", "Privacy: download and erase"],
  language: ["语言", "Language"],
  look: ["外观", "Appearance"],
  auto: ["跟随系统", "As the device"],
  light: ["浅色", "Light"],
  dark: ["深色", "Dark"],
  leave: ["退出登录", "Sign out"],
  leaving: ["正在退出", "Signing out"],
  chinese: ["中文", "中文"],
  english: ["English", "English"],
});
