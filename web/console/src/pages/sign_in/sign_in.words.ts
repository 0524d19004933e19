import { words } from "@liuke/kit/words.ts";

export const signInWords = words({
  title: ["登录运营后台", "Sign in to the console"],
  name: ["登录名", "Sign-in name"],
  password: ["密码", "Password"],
  code: ["动态码（6 位）", "One-time code, 6 digits"],
  codeHint: ["在您的验证器应用里查看。", "See it in your authenticator app."],
  act: ["登录", "Sign in"],
  passkey: ["用通行密钥登录", "Sign in with a passkey"],
  passkeyStopped: [
    "没有用通行密钥登录：窗口被关闭了，或这台设备没有存本店的密钥。可再试一次，或用密码登录。",
    "No passkey was used: the window was closed, or this device keeps none for this shop. Try again, or use your password.",
  ],
  needName: ["请填登录名。", "Type your sign-in name."],
  needPassword: ["请填密码。", "Type your password."],
  forgotten: [
    "忘了密码：请店主在“员工与角色”里发一次性链接。",
    "Forgotten? The owner can send you a one-time link from Staff and roles.",
  ],
  language: ["English", "中文"],
});
