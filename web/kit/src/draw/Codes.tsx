/** Codes a till scans, drawn as SVG: always black on white, with their quiet zone. */

import { useMemo } from "react";
import { code128 } from "./code128.ts";
import { qr } from "./qr.ts";

const QUIET = 4;
const QUIET_BARS = 10;
const HIGH = 60;

/** Draw a QR code; `name` says what it is to whoever cannot see it. */
export function Qr({ text, name }: { text: string; name: string }) {
  const source = useMemo(() => {
    const grid = qr(text);
    const size = grid.length + 2 * QUIET;
    return picture(size, size, grid.map((line, row) => runs(line, row + QUIET)).join(""));
  }, [text]);
  return <img className="qr" src={source} alt={name} data-code={text} />;
}

/** Draw the dark runs of a row. */
function runs(line: readonly boolean[], down: number): string {
  const marks = line.map(Number).join("").matchAll(/1+/g);
  return Array.from(marks, ({ 0: { length }, index }) => `M${index + QUIET} ${down}h${length}v1h-${length}z`).join("");
}

/** Draw a bar code of a card's or coupon's number. */
export function Bars({ text, name }: { text: string; name: string }) {
  const source = useMemo(() => {
    let at = QUIET_BARS;
    let path = "";
    code128(text).forEach((width, place) => {
      if (place % 2 === 0) path += `M${at} 4h${width}v52h-${width}z`;
      at += width;
    });
    return picture(at + QUIET_BARS, HIGH, path, 'preserveAspectRatio="none"');
  }, [text]);
  return <img className="bars" src={source} alt={name} />;
}

function picture(wide: number, high: number, path: string, more = ""): string {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide * 10}" ` +
    `height="${high * 10}" shape-rendering="crispEdges" ${more}>` +
    `<path fill="#fff" d="M0 0h${wide}v${high}H0z"/><path d="${path}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
