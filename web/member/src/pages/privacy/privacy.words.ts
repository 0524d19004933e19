import { words } from "@liuke/kit/words.ts";

export const privacyWords = words({
  title: ["隐私", "Privacy"],
  download: ["下载我的资料", "Download my data"],
  downloadWhy: ["本店保存的与您有关的全部资料，存成一个 JSON 文件。", "All this shop holds of you, as one JSON file."],
  downloading: ["正在整理", "Gathering"],
  downloaded: [(name: string) => `已下载 ${name}`, (name: string) => `${name} was downloaded`],
  erase: ["清除我的资料并退出会员", "Erase my data and leave"],
  eraseWhy: ["姓名、手机号和一切能认出您的资料立即清除，积分、券和等级一并失去，不能恢复。依法需要保留的交易只剩金额。",
    "Your name, phone and everything that identifies you is erased at once; points, coupons and levels are lost and cannot come back. Purchases that the law makes us keep stay as amounts only."],
  losing: [(all: string) => `您将失去：${all}。`, (all: string) => `You will lose: ${all}.`],
  lostCoupons: [(_: number, n: string) => `${n} 张可用券`, (some: number, n: string) => (some === 1 ? "1 usable coupon" : `${n} usable coupons`)],
  begin: ["我要清除", "I want to erase it"],
  codeTo: [(phone: string) => `为确认是您本人，验证码将发到 ${phone}。`, (phone: string) => `To be sure it is you, a code is sent to ${phone}.`],
  needCode: ["请填 6 位验证码。", "Type the 6 digits of the code."],
  final: ["清除全部资料", "Erase all my data"],
  erasing: ["正在清除", "Erasing"],
  keep: ["不清除", "Keep my data"],
});
