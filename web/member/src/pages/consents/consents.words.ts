import { words } from "@liuke/kit/words.ts";

export const consentWords = words({
  title: ["授权", "Consents"],
  lead: ["每一项都由您决定，随时可改；撤回与同意一样容易。", "Each is up to you and can be changed at any time. Taking back is as easy as giving."],
  given: [(at: string) => `${at} 同意`, (at: string) => `Given ${at}`],
  withdrawn: [(at: string) => `${at} 撤回`, (at: string) => `Withdrawn ${at}`],
  never: ["未同意", "Not given"],
  charter: ["会员章程", "Charter"],
  charterGiven: [(v: number, at: string) => `第 ${v} 版，${at} 接受。不再接受章程等于退出会员，请到“隐私”办理。`,
    (v: number, at: string) => `Version ${v}, accepted ${at}. To no longer accept it means leaving: see Privacy.`],
  partner: [(p: string) => `伙伴 ${p}`, (p: string) => `Partner ${p}`],
  other: [(p: string) => `其他：${p}`, (p: string) => `Other: ${p}`],
  read: ["阅读说明", "Read the notice"],
});
