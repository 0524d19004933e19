/** Print a receipt on a roll: a page as wide as the paper and as long as the receipt. */

import { device } from "../desk/device.ts";

const MM_PER_PX = 25.4 / 96;
const MARGIN_MM = 4;

/** Print the receipt on the page; nothing else of the page is printed. */
export function printSlip(): void {
  const slip = document.querySelector<HTMLElement>(".slip");
  if (slip === null) return;
  document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter((sheet) => sheet !== roll), roll];
  const wide = device.value.paper_mm;
  // A sheet's length cannot be left open: it is as long as this receipt is, and a little.
  const long = Math.ceil(slip.scrollHeight * MM_PER_PX) + 2 * MARGIN_MM;
  roll.replaceSync(`@page { size: ${wide}mm ${long}mm; margin: 0; }`);
  print();
}

const roll = new CSSStyleSheet();
