import { Day } from "@liuke/kit/figures.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { useToday } from "@liuke/kit/today.ts";
import "./due.css";
import { notesWords } from "./notes.words.ts";

const DAY = 86_400_000;

/** The day a to-do is due, and how far away it is; what is due or late stands out, in words too. */
export function DueDay({ on }: { on: string }) {
  const say = useWords(notesWords);
  const days = Math.round((Date.parse(on) - Date.parse(useToday())) / DAY);
  if (days === 0) return <span className="due-now">{say.today}</span>;
  return (
    <span className={days < 0 ? "due-now" : "lk-2"}>
      <Day on={on} /> · {days < 0 ? say.late(-days) : say.left(days)}
    </span>
  );
}
