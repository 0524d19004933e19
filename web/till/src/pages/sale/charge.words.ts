import { words } from "@liuke/kit/words.ts";

export const chargeWords = words({
  title: [(m: string) => `收款 ${m}`, (m: string) => `Charge ${m}`],
  kind: ["付款方式", "Paid by"],
  kindKeys: ["↑ ↓ 换付款方式", "↑ ↓ another way to pay"],
  amount: ["收到金额", "Amount received"],
  left: [(m: string) => `还差 ${m}`, (m: string) => `${m} left`],
  change: [(m: string) => `找零 ${m}`, (m: string) => `Change ${m}`],
  reference: ["外部单号（可不填）", "Reference (optional)"],
  finish: [(m: string) => `收款 ${m}`, (m: string) => `Charge ${m}`],
  part: [(m: string) => `先收 ${m}，剩下换一种付`, (m: string) => `Take ${m} and go on`],
  wrong: [(part: string) => (part ? `金额写成 12 或 ${part}。` : "金额写成整数，例如 1200。"), (part: string) => (part ? `Write an amount such as 12 or ${part}.` : "Write a whole amount such as 1200.")],
  tooMuch: [(m: string) => `除现金外，最多收 ${m}。`, (m: string) => `Only cash may exceed ${m}.`],
  removePart: [(k: string) => `撤掉${k}这一笔`, (k: string) => `Take ${k} off again`],
  changed: [(m: string) => `价格刚变了，现在应付 ${m}。请核对后再收。`, (m: string) => `The price changed: ${m} is due now. Check, then charge.`],
  stray: [(c: string) => `${c} 没有加入：正在收款。按 Esc 回到单子，再扫一次。`, (c: string) => `${c} was not added: you are charging. Press Esc and scan it again.`],
  retry: ["还没有收到回答，没有重复扣款的风险：同一单只记一次。", "No answer yet. Trying again is safe: a sale is noted once."],
  offlineNote: ["网络断了：这一单存在本机，恢复后自动上传。", "No connection: this sale is kept here and uploads by itself."],
  cash: ["现金", "Cash"],
  card: ["银行卡", "Card"],
  wechat: ["微信支付", "WeChat Pay"],
  alipay: ["支付宝", "Alipay"],
  wallet: ["储值", "Stored value"],
  external: ["其他", "Other"],
  shop: ["门店补差", "Shop makes up"],
});

const KINDS = ["cash", "card", "wechat", "alipay", "wallet", "external"] as const;
export type Kind = (typeof KINDS)[number];
export const PAYMENT_KINDS: readonly Kind[] = KINDS;

type Said = { [K in Kind | "shop"]: string };

/** Return what a kind of payment is called; one of another system keeps its own word. */
export function kindIn(say: Said, kind: string): string {
  return (say as Record<string, string>)[kind] ?? kind;
}
