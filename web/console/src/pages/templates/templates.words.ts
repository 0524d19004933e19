import { words } from "@liuke/kit/words.ts";

export const templatesWords = words({
  title: ["方案库", "Gallery"],
  hint: [
    "每一个都能直接用，也能改成自己的。打开看看它怎么说，再决定。",
    "Each can be used as it stands or made your own. Open one and read it before you choose.",
  ],
  look: ["看看细则", "Read it"],
  levels: ["等级", "Levels"],
  without: ["不分等级", "none"],
  earns: ["怎样积分", "Earning"],
  use: ["用这个方案起草", "Start a draft from this"],
  useHint: [
    "起草后可以逐项修改，发布之前收银台没有变化。",
    "A draft can be changed piece by piece; nothing changes at the till before it is published.",
  ],
});
