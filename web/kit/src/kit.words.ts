import { words } from "./words.ts";

export const kitWords = words({
  retry: ["重试", "Try again"],
  look: ["看现在的内容", "Look again"],
  request: [(id: string) => `请求编号 ${id}`, (id: string) => `Request ${id}`],
  loading: ["正在读取", "Loading"],
  more: ["更多", "More"],
  colon: ["：", ": "],
  field: [(f: string) => `字段 ${f}`, (f: string) => `Field ${f}`],
  close: ["关闭", "Close"],
  copy: ["复制编号", "Copy the id"],
  copyText: ["复制", "Copy"],
  copied: ["已复制", "Copied"],
  cutOff: [
    "网络断了，没有收到回答。恢复后请再试一次。",
    "No connection, and no answer came. Try again once it is back.",
  ],
  unreadable: ["服务器的回答读不出来，请重试。", "The server's answer could not be read. Try again."],
  unforeseen: [
    "页面没能继续。没有扣款，也没有保存。",
    "This page could not go on. Nothing was charged or saved.",
  ],
  signIn: ["在新页面登录，再回来继续", "Sign in on another page, then go on here"],
  skip: ["跳到正文", "Skip to content"],
});
