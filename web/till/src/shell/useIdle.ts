/** Lock the counter when nobody has touched it for a while. */

import { useEffect } from "react";
import { useCell } from "../desk/cell.ts";
import { device } from "../desk/device.ts";
import { hasPin, lock } from "../desk/pin.ts";

const TOUCHES = ["keydown", "pointerdown", "pointermove"] as const;

/** Follow keys and touches of somebody who has a PIN here; lock after so many quiet minutes. */
export function useIdle(who: string): void {
  const minutes = useCell(device).idle_minutes;
  useEffect(() => {
    if (minutes === 0) return;
    let timer = 0;
    const begin = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => hasPin(who) && lock(), minutes * 60_000);
    };
    for (const touch of TOUCHES) addEventListener(touch, begin, { passive: true, capture: true });
    begin();
    return () => {
      clearTimeout(timer);
      for (const touch of TOUCHES) removeEventListener(touch, begin, { capture: true });
    };
  }, [minutes, who]);
}
