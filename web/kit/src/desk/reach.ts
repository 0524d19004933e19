/** A table wider than its place scrolls; keys must reach it then, and pass it by when it fits. */

import { useEffect, type RefObject } from "react";

const BOX = ".ant-table-content";

/** Let the table in `frame` be reached by keys while it scrolls sideways; `there` tells that it stands. */
export function useReach(frame: RefObject<HTMLElement | null>, label: string, there: boolean): void {
  useEffect(() => {
    const box = there ? frame.current?.querySelector<HTMLElement>(BOX) : null;
    if (!box) return;
    const judge = () => {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.role = "region";
        box.ariaLabel = label;
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    };
    const watch = new ResizeObserver(judge);
    for (const watched of [box, box.firstElementChild]) if (watched) watch.observe(watched);
    return () => watch.disconnect();
  }, [frame, label, there]);
}
