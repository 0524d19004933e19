import { useWords } from "@liuke/kit/scheme.tsx";
import { Button, InputNumber } from "antd";
import { useState } from "react";
import type { Good } from "../../desk/shelf.ts";
import { beep } from "./beep.ts";
import { saleWords } from "./sale.words.ts";
import { Sheet } from "./Sheet.tsx";
import { useOwnScans } from "./useTillKeys.ts";

/** Ask how much of a weighed good lies on the scale. */
export function Weigh({ good, onGrams, onClose }: { good: Good; onGrams: (grams: number) => void; onClose: () => void }) {
  const say = useWords(saleWords);
  const [grams, setGrams] = useState<number | null>(null);
  const [stray, setStray] = useState("");
  useOwnScans((code) => {
    beep();
    setStray(code);
  });
  const submit = () => {
    if (grams) onGrams(Math.trunc(grams));
  };
  return (
    <Sheet title={say.weigh(good.name)} onClose={onClose}>
      <form
        className="till-find"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <InputNumber autoFocus min={1} max={999_999} precision={0} value={grams} onChange={setGrams}
          aria-label={say.weigh(good.name)} suffix="g" style={{ width: "100%" }} />
        {stray && <p role="alert" className="till-warn">{say.strayGood(stray)}</p>}
        <Button type="primary" htmlType="submit" disabled={!grams}>
          {say.weighIt}
        </Button>
      </form>
    </Sheet>
  );
}
