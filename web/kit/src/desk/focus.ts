/** Where the cursor goes when a dialogue opens, and when it is gone. */

import { useEffect, useState } from "react";

const FIRST = 'input:not([type="checkbox"], [type="radio"], [role="combobox"]), textarea';

/** Put the cursor where writing begins in the dialogue that has just opened. */
export function focusOpened(shown: boolean): void {
  const dialogues = [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].filter((one) => one.offsetParent !== null);
  if (shown) focusFirst(dialogues.at(-1) ?? null);
}

/** Put the cursor where writing begins, not on the cross. */
export function focusFirst(inside: HTMLElement | null): void {
  inside?.querySelector<HTMLElement>(FIRST)?.focus();
}

/** Give the focus back to what opened a dialogue that is taken off the page as a whole. */
export function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => {
    // Whatever took the focus meanwhile keeps it.
    if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus();
  }, [opener]);
}
