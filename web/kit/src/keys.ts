/** One-letter keys that never fire in a field or while an input method composes. */

import { useEffect } from "react";

const SEQUENCE_MS = 1200;
const KEPT = "liuke.letters";

/** Tell whether single keys act on this device; speech that is taken for typing would press them. */
export function lettersAreOn(): boolean {
  return localStorage.getItem(KEPT) !== "off";
}

/** Let single keys act on this device, or not. */
export function switchLetters(on: boolean): void {
  if (on) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, "off");
}

/** Tell whether keys pressed there are written down. */
export function writes(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // Nothing is written into a box that is ticked: keys go on from the row it stands in.
  if (target instanceof HTMLInputElement && (target.type === "checkbox" || target.type === "radio")) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Run what a key, or two keys after each other (`g m`), is bound to; what answers false leaves it to others. */
export function useOneKeys(keys: Readonly<Record<string, () => unknown>>): void {
  useEffect(() => {
    let before = "";
    let since = 0;
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (writes(event.target) || event.defaultPrevented || !lettersAreOn()) return;
      const pair = Date.now() - since < SEQUENCE_MS ? `${before} ${event.key}` : "";
      const run = keys[pair] ?? keys[event.key];
      before = event.key;
      since = Date.now();
      if (run && run() !== false) event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [keys]);
}
