import { words } from "@liuke/kit/words.ts";

export const outboxWords = words({
  title: ["本机发件箱", "Local outbox"],
  hint: ["没有接短信服务时，要发给会员的验证码留在这里，只给试用和开发看。", "Without a message service, the codes for members stay here, for trials and development."],
  list: ["消息", "Messages"],
  first: ["还没有消息。会员在会员中心要验证码后会出现在这里。", "No messages yet. They appear when a member asks for a code."],
  off: ["本机发件箱没有开启，消息由短信服务发出。", "The local outbox is off; a message service sends."],
  at: ["时间", "When"],
  receiver: ["收件人", "To"],
  channel: ["渠道", "Channel"],
  text: ["内容", "Text"],
  sms: ["短信", "Text message"],
});
