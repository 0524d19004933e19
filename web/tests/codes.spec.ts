/** Codes a till scans, compared with what an independent encoder (segno 1.6, python-barcode 0.16) draws. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { code128 } from "../kit/src/draw/code128.ts";
import { qr } from "../kit/src/draw/qr.ts";

const TEXT = "LKMAGRACSZP5BY63OMA3JKVYRT2NE525YRRQX4RDBIIOESHJUNO";
/** Rows of version 3, level M, mask 3, a dark module being a one. */
const ROWS =
  "1fd8a77f 105b8a41 1747155d 1752625d 1742475d 10469241 1fd5557f 001d3400 " +
  "16e2884b 0806f3e5 1540b221 02bf06a5 136b7ad2 1d195f1a 09fa960e 0da667c9 " +
  "017367ea 012d52d3 17fbd8d8 0108c844 0fcafdfa 0013371d 1fd94159 1056f11f " +
  "174f07f3 175b19ea 17595121 104a215b 1fd06434";
/** Bars (1) and gaps (0) of the letters `LK-abcxyz` and of sixteen digits in pairs. */
const LETTERS =
  "11010010000100011011101011000111010011011100100101100001001000011010000101100111100100101101101111011011" +
  "110110100100011001100011101011";
const DIGITS =
  "110100111001010001111010110000100111011011101101100110010111011110101100010001010011110010011100110101001100001100011101011";

function dots(grid: boolean[][]): string {
  return grid.map((line) => Number.parseInt(line.map(Number).join(""), 2).toString(16).padStart(8, "0")).join(" ");
}

function bars(text: string): string {
  return code128(text).map((width, at) => (at % 2 === 0 ? "1" : "0").repeat(width)).join("");
}

test("a QR code is drawn module by module as the standard says", () => {
  assert.equal(dots(qr(TEXT)), ROWS);
});

test("a QR code grows with its text and refuses what it cannot hold", () => {
  assert.deepEqual([5, 30, 51, 70, 110].map((length) => qr("A".repeat(length)).length), [21, 25, 29, 33, 37]);
  assert.throws(() => qr("A".repeat(126)), RangeError);
  assert.throws(() => qr("lower"), RangeError);
});

test("a bar code writes letters one by one and digits in pairs", () => {
  assert.equal(bars("LK-abcxyz"), LETTERS);
  assert.equal(bars("9370230099368017"), DIGITS);
  assert.throws(() => code128("卡"), RangeError);
});
