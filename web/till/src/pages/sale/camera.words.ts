import { words } from "@liuke/kit/words.ts";

export const cameraWords = words({
  refused: ["摄像头没有打开。请在浏览器里允许使用摄像头，或用扫码枪、键盘输入。", "The camera did not open. Allow it in the browser, or use a scanner or the keyboard."],
  aim: ["对准条码或会员码", "Aim at a barcode or a member's code"],
});
