/** Why what was just done at the counter was refused. */

import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { saleWords } from "./sale.words.ts";

/** Say it until somebody has read it; nothing where there is nothing to say. */
export function Refused({ why, onDismiss }: { why: string; onDismiss: () => void }) {
  const say = useWords(saleWords);
  if (!why) return null;
  return (
    <p className="till-refused" role="alert">
      {why}
      <Button type="text" onClick={onDismiss}>
        {say.dismiss}
      </Button>
    </p>
  );
}
