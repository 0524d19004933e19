import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { without, withLine, withUnits, type Line } from "../../basket/basket.ts";
import { basket as onCounter, place } from "../../basket/store.ts";
import { saleWords } from "./sale.words.ts";

const UNDO_MS = 10_000;

interface Gone {
  line: Line;
  at: number;
  /** The sale it was taken from. */
  number: string;
}

/** Return how to change a line's units, and what was removed: it can be put back for ten seconds. */
export function useRemoving() {
  const [gone, setGone] = useState<Gone | null>(null);
  useEffect(() => {
    if (gone === null) return;
    const timer = setTimeout(() => setGone(null), UNDO_MS);
    return () => clearTimeout(timer);
  }, [gone]);
  const setUnits = (id: number, units: number) => {
    const now = onCounter.value;
    const at = now.lines.findIndex((one) => one.id === id);
    const line = now.lines[at];
    if (line === undefined) return;
    if (units > 0) return place(withUnits(now, id, units));
    place(without(now, id));
    setGone({ line, at, number: now.number });
  };
  const undo = () => {
    if (gone === null) return false;
    if (gone.number === onCounter.value.number) place(withLine(onCounter.value, gone.line, gone.at));
    setGone(null);
    return true;
  };
  return { gone, setUnits, undo };
}

/** What was just removed, and the way back. */
export function Removed({ of: { gone, undo } }: { of: ReturnType<typeof useRemoving> }) {
  const say = useWords(saleWords);
  if (gone === null || gone.number !== onCounter.value.number) return null;
  return (
    <p className="till-refused till-removed" role="status">
      {say.removed(gone.line.name)}
      <Button type="text" onClick={undo}>
        {say.undo} <kbd>Ctrl Z</kbd>
      </Button>
    </p>
  );
}
