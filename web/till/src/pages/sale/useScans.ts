/** What a scan does at the counter, also while a dialogue or a receipt lies over it. */

import { useMemo, type RefObject } from "react";
import type { Open } from "./Sheets.tsx";
import type { Where } from "./useTillKeys.ts";

/** Dialogues that know what a scan means there; any other one makes way for it. */
const OWN_SCANS = new Set<Open["what"]>(["charge", "weigh", "member"]);

interface Counter {
  box: RefObject<HTMLInputElement | null>;
  open: Open | null;
  covered: boolean;
  setWants: (wants: boolean) => void;
  onScan: (code: string) => void;
  close: () => void;
}

/** Return where keys go and what a scan does, for `useTillKeys`. */
export function useScans({ box, open, covered, setWants, onScan, close }: Counter): Where {
  return useMemo(() => {
    const scanned = (code: string) => {
      if (covered) close();
      setWants(false);
      onScan(code);
    };
    return { box, open: covered, scans: open !== null && OWN_SCANS.has(open.what), onScan: scanned };
  }, [box, open, covered, setWants, onScan, close]);
}
