/** Hand a report to the person at the screen: a file of the server, or the picture on the page. */

import type { Answer } from "@liuke/kit/call.ts";
import { save } from "@liuke/kit/save.ts";

/** Save a file that came as base64. */
export function saveFile(file: Answer<"POST /v1/reports/{code}/files">): void {
  const bytes = Uint8Array.from(atob(file.content), (letter) => letter.codePointAt(0) ?? 0);
  save(file.name, new Blob([bytes], { type: file.media_type }));
}

const EDGE = 24;
const HEAD = 48;

/** Save every chart of a page as one picture, under its title, on the ground of the page. */
export function savePicture(name: string, title: string, within: HTMLElement): void {
  const drawn = [...within.querySelectorAll<HTMLCanvasElement>(".chart-canvas canvas")];
  if (drawn.length === 0) return;
  const style = getComputedStyle(within);
  const ratio = globalThis.devicePixelRatio || 1;
  const sheet = document.createElement("canvas");
  sheet.width = Math.max(...drawn.map((one) => one.width)) + 2 * EDGE * ratio;
  sheet.height = drawn.reduce((sum, one) => sum + one.height + EDGE * ratio, (HEAD + EDGE) * ratio);
  const pen = sheet.getContext("2d");
  if (!pen) return;
  pen.fillStyle = style.getPropertyValue("--lk-surface");
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.fillStyle = style.getPropertyValue("--lk-text");
  pen.font = `600 ${18 * ratio}px ${style.fontFamily}`;
  pen.fillText(title, EDGE * ratio, 34 * ratio);
  let top = HEAD * ratio;
  for (const one of drawn) {
    pen.drawImage(one, EDGE * ratio, top);
    top += one.height + EDGE * ratio;
  }
  sheet.toBlob((blob) => blob && save(`${name}.png`, blob));
}
