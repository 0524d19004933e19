import { words } from "./words.ts";

export const kitWords = words({
  retry: ["重试", "Try again"],
  details: ["详情", "Details"],
  request: [(id: string) => `请求编号 ${id}`, (id: string) => `Request ${id}`],
  loading: ["正在读取", "Loading"],
  more: ["更多", "More"],
  all: [(n: string) => `共 ${n} 条`, (n: string) => `${n} in all`],
  soFar: [(n: string) => `已列出 ${n} 条`, (n: string) => `${n} listed`],
  dropFilters: ["清除筛选", "Drop the filters"],
  field: [(f: string) => `字段 ${f}`, (f: string) => `Field ${f}`],
  columns: ["列", "Columns"],
  close: ["关闭", "Close"],
  copy: ["复制编号", "Copy the id"],
  copyText: ["复制", "Copy"],
  copied: ["已复制", "Copied"],
  undo: ["撤销", "Undo"],
  approvalNeeded: [
    "这一步需要另一位同事批准，申请已送出。",
    "This needs a second person's approval; the request was sent.",
  ],
  toApprovals: ["去看审批", "Open approvals"],
  offline: ["网络断了。恢复后可重试。", "No connection. Try again once it is back."],
  mayNot: [
    (right: string) => `您的角色不包含这一页，所需权限：${right}。请店主调整角色。`,
    (right: string) => `Your role does not include this page: it takes ${right}. Ask the owner.`,
  ],
  cutOff: [
    "网络断了，没有收到回答。恢复后请再试一次。",
    "No connection, and no answer came. Try again once it is back.",
  ],
  unreadable: ["服务器的回答读不出来，请重试。", "The server's answer could not be read. Try again."],
  unforeseen: [
    "页面没能继续。没有扣款，也没有保存。",
    "This page could not go on. Nothing was charged or saved.",
  ],
  skip: ["跳到正文", "Skip to content"],
});
