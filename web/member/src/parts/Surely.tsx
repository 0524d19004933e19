import { useWords } from "@liuke/kit/scheme.tsx";
import { useState, type ReactNode } from "react";
import { partWords } from "./parts.words.ts";

/** A button for what cannot come back: pressed, it says what will happen and asks once more. */
export function Surely(props: {
  /** What stands on the button, and its whole name where that is short. */
  word: string;
  name?: string;
  effect: ReactNode;
  /** What the second button says: the deed with its object. */
  act: string;
  busy: boolean;
  onAct: () => void;
}) {
  const { word, name = word, effect, act, busy, onAct } = props;
  const say = useWords(partWords);
  const [step, go] = useState<"rest" | "asked" | "kept">("rest");
  if (step !== "asked") {
    return (
      <button type="button" className="m-quiet" aria-label={name} autoFocus={step === "kept"} onClick={() => go("asked")}>
        {word}
      </button>
    );
  }
  return (
    <div className="m-surely" role="group" aria-label={name}>
      <p>{effect}</p>
      <button type="button" className="m-button m-danger m-small" disabled={busy} onClick={onAct}>
        {act}
      </button>
      <button type="button" className="m-quiet" autoFocus onClick={() => go("kept")}>
        {say.keep}
      </button>
    </div>
  );
}
