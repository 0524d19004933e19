import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useState, type RefObject } from "react";
import { isEmpty, type Basket } from "../../basket/basket.ts";
import { basket as onCounter, clear } from "../../basket/store.ts";
import { saleWords } from "./sale.words.ts";

/** Return how to leave a sale: goods are asked about first, and whoever goes on with them has answered. */
export function useLeaving(box: RefObject<HTMLInputElement | null>, basket: Basket) {
  const [about, ask] = useState<Basket | null>(null);
  const asked = about === basket;
  const leave = () => {
    // No key that ends a scan may clear the counter: the question never has the focus.
    box.current?.focus();
    const now = onCounter.value;
    if (isEmpty(now)) return;
    if (now.lines.length === 0) return clear();
    ask(asked ? null : now);
  };
  const answer = (deed?: () => void) => {
    ask(null);
    deed?.();
    box.current?.focus();
  };
  return { asked, leave, keep: () => answer(), clear: () => answer(clear) };
}

/** The question before a basket is cleared. */
export function Leaving({ of: { asked, keep, clear: drop }, lines }: { of: ReturnType<typeof useLeaving>; lines: number }) {
  const say = useWords(saleWords);
  if (!asked) return null;
  return (
    <p className="till-refused till-leaving" role="alert">
      <span>
        <strong>{say.clearTitle}</strong> {say.clearBody(lines)}
      </span>
      <span className="till-acts">
        <Button onClick={keep}>
          {say.keep} <kbd>Esc</kbd>
        </Button>
        <Button danger onClick={drop}>
          {say.clear} <kbd>Del</kbd>
        </Button>
      </span>
    </p>
  );
}
