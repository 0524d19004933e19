import { words } from "@liuke/kit/words.ts";

export const lockWords = words({
  title: ["收银台已锁定", "The till is locked"],
  kept: ["没收完的这一单还在。", "The sale in progress is kept."],
  pin: [(who: string) => `${who} 的 PIN`, (who: string) => `PIN of ${who}`],
  open: ["解锁", "Unlock"],
  wrong: [(left: number) => `PIN 不对，还可试 ${left} 次。`, (left: number) => (left === 1 ? "Wrong PIN; one more try." : `Wrong PIN; ${left} more tries.`)],
  tooOften: ["错了 5 次。请用密码重新登录，单子不会丢。", "Wrong five times. Sign in with your password; the sale is kept."],
  offline: ["网络断了，恢复后才能用密码登录。", "No connection: signing in has to wait for it."],
  password: ["换人或用密码登录", "Sign in with a password"],
});
