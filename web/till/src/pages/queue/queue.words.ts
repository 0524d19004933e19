import { words } from "@liuke/kit/words.ts";

export const queueWords = words({
  title: ["待上传的销售", "Sales to upload"],
  hint: ["断网时收的单存在这台设备上，恢复后按顺序上传，每单只记一次。", "Sales made without a connection stay on this device and upload in order, each once."],
  none: ["没有待上传的销售。", "Nothing waits to be uploaded."],
  now: ["现在上传", "Upload now"],
  file: ["存成文件", "Save as a file"],
  fileHint: ["设备要换或坏了时的最后办法：文件里是每一单的全部内容。", "The last resort when the device goes: the file holds every sale whole."],
  waiting: ["等待上传", "Waiting"],
  uploaded: ["已上传", "Uploaded"],
  refused: ["需要您处理", "Needs you"],
  units: [(n: number) => `${n} 件`, (n: number) => (n === 1 ? "1 unit" : `${n} units`)],
  nobody: [(t: string) => `${t} 不是会员，或不止一位。先到收银页入会，或按散客上传。`, (t: string) => `${t} is no member, or fits several. Enrol them at Sale, or upload as a guest's.`],
  less: [
    (paid: string, due: string, back: string) => `收了 ${paid}，按规则应付 ${due}。可记 ${due}，并退给顾客 ${back}。`,
    (paid: string, due: string, back: string) => `${paid} was taken, the rules ask ${due}. Note ${due} and give ${back} back.`,
  ],
  more: [
    (paid: string, due: string, by: string) => `收了 ${paid}，按规则应付 ${due}。可由门店补足 ${by}。`,
    (paid: string, due: string, by: string) => `${paid} was taken, the rules ask ${due}. The shop can make up ${by}.`,
  ],
  noteLess: [(due: string) => `记 ${due}`, (due: string) => `Note ${due}`],
  noteMore: [(by: string) => `门店补 ${by}`, (by: string) => `Make up ${by}`],
  asGuest: ["按散客上传", "Upload as a guest's"],
  clockWrong: [
    "收款时本机的时间不对，真实时间已无从得知。请先校准设备时间；这一单可以按上传的时间记。",
    "This device's clock was wrong, so nobody knows when this was sold. Set the clock right; the sale can be noted as of its upload.",
  ],
  asOfNow: ["按上传的时间记", "Note as of now"],
  noCoupons: ["不用券和积分再上传", "Upload without coupons and points"],
  again: ["再试", "Try again"],
  clear: ["从本机移除", "Remove from this device"],
});
