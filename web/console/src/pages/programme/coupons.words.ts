import { words } from "@liuke/kit/words.ts";

/** The words of coupon templates by kind. */
export const couponWords = words({
  kind: ["种类", "Kind"],
  kinds: [
    (k: string) =>
      ({
        cash: "代金券", percent: "折扣券", free_item: "兑换券", buy_x_get_y: "买赠券", upgrade: "升级券",
        free_shipping: "包邮券", times_card: "计次卡",
      })[k] ?? k,
    (k: string) =>
      ({
        cash: "an amount off", percent: "a share off", free_item: "a free item", buy_x_get_y: "buy and get",
        upgrade: "an upgrade", free_shipping: "free shipping", times_card: "a card of uses",
      })[k] ?? k,
  ],
  given: [
    (n: string) => `已发 ${n} 张，种类不再改。`,
    (n: string) => (n === "1" ? "1 was given, so its kind stays." : `${n} were given, so their kind stays.`),
  ],
  another: ["照着另建一种", "Make another like it"],
  of: ["可选", "of"],
  categories: ["可选的品类", "Categories to choose from"],
  anyCategory: ["任何品类", "any category"],
  products: ["可选的商品", "Products to choose from"],
  anyProduct: ["任何商品", "any product"],
  thenGet: ["再得", "get"],
  pick: ["优惠哪一件", "Which unit is cheaper"],
  picks: [
    (k: string) => ({ cheapest: "最便宜的", dearest: "最贵的" })[k] ?? k,
    (k: string) => ({ cheapest: "the cheapest", dearest: "the dearest" })[k] ?? k,
  ],
  timesMax: ["每单最多（次）", "times an order at most"],
  surcharge: ["另付", "and pay"],
  nothing: ["不用付", "nothing"],
  uses: ["次数", "uses"],
});
