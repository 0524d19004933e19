/** The till's keys: they work wherever the focus stands, never while an input method composes. */

import { useLayoutEffect, useRef, type RefObject } from "react";
import { catchScans } from "./burst.ts";

export interface Where {
  box: RefObject<HTMLInputElement | null>;
  /** A dialogue is open: its own keys count. */
  open: boolean;
  /** The dialogue takes scans itself; over any other one a scan goes to the sale. */
  scans: boolean;
  onScan: (code: string) => void;
}
/** What each key does; false lets the key through: there was nothing for it to do. */
type Deeds = Record<string, () => unknown>;

const LINE_KEYS: Record<string, string> = { "+": "more", "=": "more", "-": "fewer", "−": "fewer" };

/** What a key does while Alt or Ctrl is held. */
function heldDeedOf({ altKey, shiftKey, code }: KeyboardEvent, box: HTMLInputElement | null): string | null {
  if (altKey) return code === "KeyP" ? "points" : null;
  return code === "KeyZ" && !shiftKey && box?.value === "" ? "undo" : null;
}

function deedOf(event: KeyboardEvent, box: HTMLInputElement | null): string | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return heldDeedOf(event, box);
  if (/^F\d+$/.test(event.key) || event.key === "Escape") return event.key;
  const typing = event.target instanceof HTMLInputElement;
  if (typing && (event.target !== box || box?.value !== "")) return null;
  if (/^(ArrowUp|ArrowDown|Delete)$/.test(event.key)) return event.key;
  return LINE_KEYS[event.key] ?? null;
}

/** Whether typing begins where nothing takes it: on the page, or on a button just pressed. */
function begins({ key, target, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  const loose = target === document.body || target instanceof HTMLButtonElement;
  return loose && key.length === 1 && key !== " " && !ctrlKey && !altKey && !metaKey;
}

/** Run what a key is bound to, and hand on what a scanner sends. */
export function useTillKeys(where: Where, deeds: Deeds): void {
  const latest = useRef(deeds);
  // Before the page is painted: whoever sees it may press and scan.
  useLayoutEffect(() => {
    latest.current = deeds;
  });
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || where.open) return;
      const name = deedOf(event, where.box.current);
      const deed = name === null ? undefined : latest.current[name];
      if (deed && deed() !== false) event.preventDefault();
      else if (begins(event)) where.box.current?.focus();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [where]);
  useLayoutEffect(() => (where.scans ? undefined : catchScans(where.onScan)), [where]);
}

/** Take what is scanned while a dialogue is open, instead of its fields. */
export function useOwnScans(onScan: (code: string) => void): void {
  const latest = useRef(onScan);
  useLayoutEffect(() => {
    latest.current = onScan;
  });
  useLayoutEffect(() => catchScans((code) => latest.current(code)), []);
}
