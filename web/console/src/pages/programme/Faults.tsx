import { useWords } from "@liuke/kit/scheme.tsx";
import { Link } from "react-router";
import { stepsOf } from "./document.ts";
import { tabOf, useEditing } from "./editing.tsx";
import { frameWords } from "./frame.words.ts";

/** What is to be fixed before publishing, each linked to its field. */
export function Faults({ to }: { to: (tab: string) => string }) {
  const say = useWords(frameWords);
  const { faults, doc, by } = useEditing();
  if (faults.length === 0) return null;
  return (
    <div className="faults" role="alert">
      <strong>{say.toFix(faults.length)}</strong>
      <ul>
        {faults.map((fault) => {
          const path = stepsOf(fault.path);
          const address = to(tabOf(path, doc));
          const open = path.length > 1 ? `${address.includes("?") ? "&" : "?"}open=${path.slice(0, 2).join(".")}` : "";
          return (
            <li key={fault.path + fault.reason}>
              <Link to={address + open}>{by.language === "en" ? fault.reason : fault.reason_zh}</Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
