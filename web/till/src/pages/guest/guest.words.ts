import { words } from "@liuke/kit/words.ts";

export const guestWords = words({
  title: ["顾客屏", "For the guest"],
  welcome: ["欢迎光临", "Welcome"],
  goods: ["商品", "Goods"],
  saved: ["已省", "You save"],
  due: ["应付", "To pay"],
  paid: ["已付", "Paid"],
  change: ["找零", "Change"],
  thanks: ["谢谢惠顾", "Thank you"],
});
