import { words } from "@liuke/kit/words.ts";

export const cameraWords = words({
  refused: ["摄像头没有打开。请在浏览器里允许使用摄像头，或用扫码枪、键盘输入。", "The camera did not open. Allow it in the browser, or use a scanner or the keyboard."],
  cannot: [
    "这个浏览器不会用摄像头认码（安卓和 macOS 上的 Chrome、Edge 会）。请用扫码枪，或把码下面的数字输在这里。",
    "This browser cannot read codes from a camera (Chrome and Edge on Android and macOS can). Use a scanner, or type the digits below the code here.",
  ],
  closed: ["这个地址没有加密（https），浏览器不给用摄像头。请用扫码枪，或输入数字。", "This address is not encrypted (https), so the browser gives no camera. Use a scanner, or type the digits."],
  digits: ["条码数字或会员码", "Digits of the code"],
  take: ["录入", "Take it"],
  aim: ["对准条码或会员码", "Aim at a barcode or a member's code"],
});
