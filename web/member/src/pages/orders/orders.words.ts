import { words } from "@liuke/kit/words.ts";

export const orderWords = words({
  title: ["订单", "Orders"],
  one: ["订单与小票", "Order and receipt"],
  none: ["还没有订单", "No orders yet"],
  noneWhy: ["购物时报手机号或出示会员码，订单就会在这里。", "Give your phone or show your code when you buy, and the order is here."],
  claim: ["认领小票", "Claim a receipt"],
  goods: [(name: string, n: number) => (n > 1 ? `${name}等 ${n} 种` : name), (name: string, n: number) => (n > 1 ? `${name} and ${n - 1} more` : name)],
  units: [(n: number) => `${n} 件`, (n: number) => (n === 1 ? "1 item" : `${n} items`)],
  weight: [(g: string) => `${g} 克`, (g: string) => `${g} g`],
  number: ["单号", "Number"],
  returned: ["有退货", "With returns"],
  lines: ["商品", "Items"],
  price: ["怎么算的", "How it adds up"],
  gross: ["原价", "List price"],
  cut: ["特价优惠", "Reduced price"],
  shipping: ["运费", "Shipping"],
  shippingOff: ["运费减免", "Shipping off"],
  points: [(n: string) => `用 ${n}抵现`, (n: string) => `Paid with ${n}`],
  due: ["实付", "Paid"],
  saved: [(m: string) => `省 ${m}`, (m: string) => `saved ${m}`],
  paid: ["付款", "Payment"],
  earned: ["获得", "Earned"],
  earnedOf: [(n: string) => `+${n}`, (n: string) => `+${n}`],
  returns: ["退货", "Returns"],
  refund: [(m: string) => `退款 ${m}`, (m: string) => `Refund ${m}`],
  units2: [(name: string, n: number) => `${name} × ${n}`, (name: string, n: number) => `${name} × ${n}`],
  missing: ["没有这笔订单", "There is no such order"],
  missingWhy: ["它可能不属于您，或地址写错了。", "It may not be yours, or the address is mistyped."],
  print: ["打印小票", "Print the receipt"],
  code: ["小票底部的认领码", "The code at the foot of the receipt"],
  codeHint: ["8 到 40 位字母和数字，不分大小写。", "8 to 40 letters and digits, in any case."],
  needCode: ["请填小票上的认领码。", "Type the code of the receipt."],
  claimLead: ["忘了报会员？用小票上的认领码补记积分，每张小票一次。", "Forgot to show your card? Add the points with the code on the receipt, once per receipt."],
  claimAct: ["认领", "Claim"],
  claiming: ["正在认领", "Claiming"],
});

/** What an order is, by its state. */
export const stateWords = words({
  paid: ["已付款", "Paid"],
  shipped: ["已发货", "Shipped"],
  received: ["已收货", "Received"],
  cancelled: ["已取消", "Cancelled"],
});

/** How something was paid, by the word the till gave. */
export const tenderWords = words({
  cash: ["现金", "Cash"],
  card: ["银行卡", "Card"],
  wechat: ["微信支付", "WeChat Pay"],
  alipay: ["支付宝", "Alipay"],
  wallet: ["储值", "Wallet"],
  external: ["在别处付款", "Paid elsewhere"],
  other: ["其他方式", "Another way"],
});
