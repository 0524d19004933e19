import { words } from "@liuke/kit/words.ts";

export const partWords = words({
  validTo: [(day: string) => `有效至 ${day}（当天可用）`, (day: string) => `Valid through ${day}`],
  noEnd: ["长期有效", "No end date"],
});
