import { words } from "@liuke/kit/words.ts";

export const partWords = words({
  validTo: [(day: string) => `有效至 ${day}（当天可用）`, (day: string) => `Valid through ${day}`],
  keep: ["不了", "No, keep it"],
  noEnd: ["长期有效", "No end date"],
});
