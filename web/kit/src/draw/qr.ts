/** QR codes of short upper-case texts: alphanumeric mode, level M, versions 1 to 5 (ISO 18004). */

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/** Codewords of data, codewords of check per block, and blocks, by version. */
const VERSIONS = [[16, 10, 1], [28, 16, 1], [44, 26, 1], [64, 18, 2], [86, 24, 2]] as const;
const FORMAT_XOR = 0x5412;

/**
 * One mask for all: our codes are random, so that no other is easier to read on the whole, and
 * trying all eight would keep a cheap phone busy for a tenth of a second at the counter.
 */
const MASK = 3;

type Grid = boolean[][];

/** Return the dark modules of a text, row by row; throws for a text too long or of other letters. */
export function qr(text: string): Grid {
  const bits = 13 + Math.floor(text.length / 2) * 11 + (text.length % 2) * 6;
  const at = VERSIONS.findIndex(([data]) => data * 8 >= bits);
  const room = VERSIONS[at];
  if (!room) throw new RangeError(`no QR of ours holds ${text.length} characters`);
  return drawn(at + 1, interleaved(codewords(text, room[0]), room[1], room[2]));
}

function codewords(text: string, room: number): number[] {
  let bits = "0010" + binary(text.length, 9);
  for (let at = 0; at < text.length; at += 2) {
    const [one, two] = [letter(text, at), at + 1 < text.length ? letter(text, at + 1) : -1];
    bits += two < 0 ? binary(one, 6) : binary(one * 45 + two, 11);
  }
  bits += "0".repeat(Math.min(4, room * 8 - bits.length));
  bits += "0".repeat((8 - (bits.length % 8)) % 8);
  const words = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  for (let pad = 0xec; words.length < room; pad ^= 0xec ^ 0x11) words.push(pad);
  return words;
}

function letter(text: string, at: number): number {
  const found = LETTERS.indexOf(text.charAt(at));
  if (found < 0) throw new RangeError(`no QR of ours writes ${text.charAt(at)}`);
  return found;
}

function binary(value: number, length: number): string {
  return value.toString(2).padStart(length, "0");
}

const POWERS: number[] = [];
const LOGS: number[] = [];
for (let at = 0, value = 1; at < 255; at++) {
  POWERS[at] = value;
  LOGS[value] = at;
  value = value & 128 ? (value << 1) ^ 0x11d : value << 1;
}

function times(one: number, two: number): number {
  return one && two ? (POWERS[((LOGS[one] ?? 0) + (LOGS[two] ?? 0)) % 255] ?? 0) : 0;
}

/** Check words of Reed and Solomon: the remainder by the generator of that degree. */
function checks(data: readonly number[], degree: number): number[] {
  let generator = [1];
  for (let at = 0; at < degree; at++) {
    const next = [...generator, 0];
    generator.forEach((one, place) => (next[place + 1] = (next[place + 1] ?? 0) ^ times(one, POWERS[at] ?? 0)));
    generator = next;
  }
  const rest = [...data, ...Array<number>(degree).fill(0)];
  for (let at = 0; at < data.length; at++) {
    const lead = rest[at] ?? 0;
    generator.forEach((one, place) => (rest[at + place] = (rest[at + place] ?? 0) ^ times(one, lead)));
  }
  return rest.slice(data.length);
}

function interleaved(data: readonly number[], degree: number, blocks: number): number[] {
  const each = data.length / blocks;
  const parts = Array.from({ length: blocks }, (_, at) => data.slice(at * each, (at + 1) * each));
  return [...woven(parts), ...woven(parts.map((part) => checks(part, degree)))];
}

function woven(parts: readonly (readonly number[])[]): number[] {
  return (parts[0] ?? []).flatMap((_, at) => parts.map((part) => part[at] ?? 0));
}

/** Patterns that every code has, undefined where data goes. */
function frame(version: number): (boolean | undefined)[][] {
  const size = 17 + 4 * version;
  const found = Array.from({ length: size }, () => Array<boolean | undefined>(size).fill(undefined));
  const set = (row: number, column: number, dark: boolean) => {
    const line = found[row];
    if (line && column >= 0 && column < size) line[column] = dark;
  };
  const square = (row: number, column: number, reach: number, dark: (far: number) => boolean) => {
    for (let down = -reach; down <= reach; down++) {
      for (let right = -reach; right <= reach; right++) {
        set(row + down, column + right, dark(Math.max(Math.abs(down), Math.abs(right))));
      }
    }
  };
  for (let at = 0; at < size; at++) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  const corners = [[3, 3], [3, size - 4], [size - 4, 3]] as const;
  for (const [row, column] of corners) square(row, column, 4, (far) => far !== 2 && far !== 4);
  if (version > 1) square(size - 7, size - 7, 2, (far) => far !== 1);
  writeFormat(set, size);
  return found;
}

function writeFormat(set: (row: number, column: number, dark: boolean) => void, size: number) {
  let rest = MASK << 10;
  for (let at = 12; at >= 10; at--) if ((rest >> at) & 1) rest ^= 0x537 << (at - 10);
  const format = ((MASK << 10) | rest) ^ FORMAT_XOR;
  for (let at = 0; at < 15; at++) {
    const dark = ((format >> at) & 1) === 1;
    set(at < 6 ? at : at < 8 ? at + 1 : size - 15 + at, 8, dark);
    set(8, at < 8 ? size - 1 - at : at === 8 ? 7 : 14 - at, dark);
  }
  set(size - 8, 8, true);
}

function drawn(version: number, words: readonly number[]): Grid {
  const found = frame(version);
  const size = found.length;
  let at = 0;
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let step = 0; step < size; step++) {
      const row = up ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        const line = found[row];
        if (!line || line[column] !== undefined) continue;
        const dark = (((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
        line[column] = dark !== ((row + column) % 3 === 0);
        at++;
      }
    }
  }
  return found.map((line) => line.map((one) => one ?? false));
}
