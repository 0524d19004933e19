import { words } from "@liuke/kit/words.ts";

export const profileWords = words({
  title: ["资料", "Profile"],
  lead: ["都可不填。姓名与敏感资料加密保存。", "All of it is optional. Your name and sensitive fields are kept encrypted."],
  phone: ["手机号", "Phone"],
  phoneWhy: ["换号请到门店办理。", "To change it, please ask at a shop."],
  save: ["保存资料", "Save profile"],
  saving: ["正在保存", "Saving"],
  saved: ["资料已保存", "Profile saved"],
  none: ["不填", "Leave empty"],
  yes: ["是", "Yes"],
  no: ["否", "No"],
});

/** Choices every shop has; a shop's own choices are shown as it wrote them. */
export const choiceNames = words({
  female: ["女", "Female"],
  male: ["男", "Male"],
  other: ["其他", "Other"],
  "zh-CN": ["中文", "Chinese"],
  en: ["英文", "English"],
});
