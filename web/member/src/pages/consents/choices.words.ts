import { words } from "@liuke/kit/words.ts";

export const choiceWords = words({
  sms: ["短信接收优惠", "Offers by text message"],
  wechat: ["微信接收优惠", "Offers on WeChat"],
  email: ["邮件接收优惠", "Offers by e-mail"],
  phone: ["电话接收优惠", "Offers by phone call"],
  profiling: ["按我的购买记录推荐", "Suggestions from what I bought"],
  sharing: ["与合作商户共享资料", "Sharing my data with partner shops"],
});
