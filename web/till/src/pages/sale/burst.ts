/** A scanner types faster than hands: a burst of keys that ends with Enter or Tab is one code. */

import { device } from "../../desk/device.ts";

const KEYS_LEAST = 6;
const SILENCE_MS = 250;
const ENDS = new Set(["Enter", "NumpadEnter", "Tab"]);
const PLAIN: Record<string, string> = { Minus: "-", Period: ".", Slash: "/", NumpadSubtract: "-", NumpadDecimal: "." };

/** Return what a key means by its place on the keyboard, whatever input method is on. */
function signOf(code: string, shift: boolean): string | null {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code);
  if (digit) return digit[1] ?? null;
  const letter = /^Key([A-Z])$/.exec(code);
  if (letter) return shift ? (letter[1] ?? "") : (letter[1] ?? "").toLowerCase();
  return PLAIN[code] ?? null;
}

interface Burst {
  text: string;
  /** Hands typed just before: what follows belongs to their text, however fast it is. */
  typed: boolean;
  last: number;
  field: HTMLInputElement | null;
  before: string;
}

const NONE: Burst = { text: "", typed: false, last: 0, field: null, before: "" };

function fieldOf(target: EventTarget | null): HTMLInputElement | null {
  return target instanceof HTMLInputElement ? target : null;
}

/** Write into a field that React holds, as typing would. */
export function writeInto(field: HTMLInputElement | null, text: string): void {
  if (field === null || field.value === text) return;
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
  set?.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function signIn(event: KeyboardEvent): string | null {
  // A Chinese input method hides the sign it is about to change: its place on the keyboard tells.
  if (!event.isComposing && /^[!-~]$/.test(event.key)) return event.key;
  return signOf(event.code, event.shiftKey);
}

function commands(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.altKey || event.metaKey;
}

/** Put back what stood in a field before the scanner typed into it. */
function untype({ field, before, text }: Burst, now: HTMLInputElement | null): void {
  writeInto(field, before);
  // The focus came to a field in the middle of the scan: the rest of it went there.
  if (now !== field && now && text.endsWith(now.value)) writeInto(now, "");
}

/** Catch scans wherever the focus stands; returns how to stop. */
export function catchScans(onScan: (code: string) => void): () => void {
  let burst = NONE;
  const press = (event: KeyboardEvent) => {
    const now = event.timeStamp;
    const close = now - burst.last <= device.value.apart_ms;
    if (ENDS.has(event.code) && close && !burst.typed && burst.text.length >= KEYS_LEAST) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const done = burst;
      burst = NONE;
      untype(done, fieldOf(event.target));
      onScan(done.text);
      return;
    }
    if (event.code.startsWith("Shift")) return;
    const sign = commands(event) ? null : signIn(event);
    if (sign === null) {
      burst = NONE; // Enter, an arrow, a function key: the next key begins anew.
      return;
    }
    const field = fieldOf(event.target);
    burst = close && burst.text
      ? { ...burst, text: burst.text + sign, last: now }
      : { text: sign, typed: now - burst.last < SILENCE_MS, last: now, field, before: field?.value ?? "" };
  };
  addEventListener("keydown", press, { capture: true });
  return () => removeEventListener("keydown", press, { capture: true });
}
