import { money } from "@liuke/kit/formats.ts";
import { usePlace } from "@liuke/kit/place.tsx";
import { useWords } from "@liuke/kit/scheme.tsx";
import { Button } from "antd";
import { useLayoutEffect } from "react";
import { printSlip } from "./print.ts";
import { Sheet } from "../pages/sale/Sheet.tsx";
import type { Slip as Said } from "./slip.ts";
import { Slip } from "./Slip.tsx";
import { slipWords } from "./slip.words.ts";

/** The sale is made: what to give back, the receipt, and the way to the next one. */
export function Sold({ slip, onClose }: { slip: Said; onClose: () => void }) {
  const say = useWords(slipWords);
  const { currency } = usePlace();
  const paid = money(slip.decision.payable_minor ?? 0, currency);
  // Before it is painted: Enter goes on as soon as the receipt is seen.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      // Enter goes on wherever the focus was left; Space presses a button.
      const next = event.key === "Enter";
      if (event.key !== "F10" && !next) return;
      event.preventDefault();
      event.stopPropagation();
      if (next) onClose();
      else printSlip();
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [onClose]);
  const title = slip.again ? say.title : slip.provisional ? say.doneKept(paid) : say.done(paid);
  return (
    <Sheet title={title} onClose={onClose}>
      {slip.change_minor > 0 && (
        <p className="till-give" role="status">
          {say.giveBack(money(slip.change_minor, currency))}
        </p>
      )}
      <Slip slip={slip} />
      <div className="till-acts">
        <Button onClick={printSlip}>
          {say.print} <kbd>F10</kbd>
        </Button>
        <Button type="primary" autoFocus onClick={onClose}>
          {slip.again ? say.close : say.next}
        </Button>
      </div>
    </Sheet>
  );
}
