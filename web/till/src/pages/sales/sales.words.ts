import { words } from "@liuke/kit/words.ts";

export const salesWords = words({
  title: ["小票", "Receipts"],
  find: ["小票号、订单号、会员手机号或卡号", "Receipt, order, member's phone or card"],
  findShort: ["小票号、订单号或手机号", "Receipt, order or phone"],
  findName: ["找一笔销售", "Find a sale"],
  search: ["查找", "Find"],
  hint: ["点一行，看小票并补打；↓ 选行，Enter 打开。", "Open a row to see its receipt and print it again: ↓ to a row, Enter."],
  none: [(t: string) => `没有找到“${t}”的销售。核对单号，或用会员手机号查找。`, (t: string) => `No sale fits “${t}”. Check the number or use the member's phone.`],
  whose: ["有几位会员符合，要看哪一位的？", "Several members fit. Whose sales?"],
  noneYet: ["这家门店还没有销售。第一笔在“收银”里开始。", "This store has sold nothing yet. Start at Sale."],
  guest: ["散客", "Guest"],
  units: [(n: number) => `${n} 件`, (n: number) => (n === 1 ? "1 unit" : `${n} units`)],
  returned: [(m: string) => `已退 ${m}`, (m: string) => `${m} returned`],
  cancelled: ["已取消", "Cancelled"],
  more: ["更多", "More"],
  offline: ["网络断了。补打要读原单，恢复后再试。", "No connection. A reprint needs the sale; try once it is back."],
});
