import { useWords } from "@liuke/kit/scheme.tsx";
import { giftWords } from "./gifts.words.ts";

/** The button that takes something; its name says what. */
export function TakeButton({ busy, name, onTake }: { busy: boolean; name: string; onTake: () => void }) {
  const say = useWords(giftWords);
  return (
    <button type="button" className="m-button m-small take" disabled={busy} aria-label={`${say.take} ${name}`} onClick={onTake}>
      {busy ? say.taking : say.take}
    </button>
  );
}
