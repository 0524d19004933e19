import { words } from "./words.ts";

/** Fields that people fill in, as pages call them. */
export const fieldWords = words({
  phone: ["手机号", "Phone"],
  name: ["姓名", "Name"],
  birthday: ["生日", "Birthday"],
  birth_on: ["生日", "Birthday"],
  email: ["邮箱", "E-mail"],
  card: ["卡号", "Card number"],
  code: ["编码", "Code"],
  password: ["密码", "Password"],
  sign_in: ["登录名", "Sign-in name"],
  reason: ["原因", "Reason"],
  text: ["内容", "Text"],
  due_on: ["到期日", "Due day"],
  amount_minor: ["金额", "Amount"],
  opens: ["开门", "Opens"],
  closes: ["关门", "Closes"],
  since_on: ["起始日", "First day"],
  until_on: ["截止日", "Last day"],
  expires_at: ["到期", "Ends"],
});
