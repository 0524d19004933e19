/** Where the cursor goes when a dialogue opens. */

const FIRST = 'input:not([type="checkbox"], [type="radio"], [role="combobox"]), textarea';

/** Put the cursor where writing begins, not on the cross. */
export function focusFirst(inside: HTMLElement | null): void {
  inside?.querySelector<HTMLElement>(FIRST)?.focus();
}
