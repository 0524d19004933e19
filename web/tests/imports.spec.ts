/** Files that people hand in: told apart by encoding and separator, cut into parts on the right lines. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cellsOf, decoded, headless, letterOf, partsOf, recordsOf, tableOf } from "../console/src/pages/imports/text.ts";

const TABLE = "编号,姓名\n1,王小明\n";
const bytes = (text: string) => new TextEncoder().encode(text);
const GB18030 = Uint8Array.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0a, 0x31, 0x2c, 0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7, 0x0a]);

function utf16(text: string, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  [..."\uFEFF", ...text].forEach((one, at) => view.setUint16(2 * at, one.charCodeAt(0), little));
  return new Uint8Array(view.buffer);
}

test("the usual encodings are told apart, marks are taken off", () => {
  for (const raw of [bytes(TABLE), bytes(`\uFEFF${TABLE}`), GB18030, utf16(TABLE, true), utf16(TABLE, false)]) {
    assert.equal(decoded(raw), TABLE);
  }
});

test("what is damaged or no text is named, never read as other characters", () => {
  const broken = bytes(TABLE.repeat(3));
  broken[30] = 0xff;
  assert.equal(decoded(broken), 3);
  assert.equal(decoded(Uint8Array.from([0x61, 0, 0x62])), 0);
  assert.equal(decoded(Uint8Array.from([0x61, 0x2c, 0xff, 0xff])), 0);
});

test("every kind of line end is one, and a line inside quotes belongs to its cell", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const found = recordsOf(["a,b", `"x${end}""y""",2`, `5" pipe,3`, "4,5"].join(end), ",");
    assert.deepEqual(found.map((one) => one.line), [1, 2, 4, 5]);
    assert.equal(found[2]?.text, `5" pipe,3`);
  }
  assert.deepEqual(cellsOf(`"a, ""b""",c,`, ","), [`a, "b"`, "c", ""]);
});

test("blank lines count as lines and not as rows, wherever they stand", () => {
  const table = tableOf("\n;;\na;b\n\n1;2\n\n\n3;4\n;\n");
  assert.deepEqual([table?.delimiter, table?.head?.line, table?.records.map((one) => one.line)], [";", 3, [5, 8]]);
  const [part] = partsOf(table ?? assert.fail(), "");
  assert.equal(part?.content, "a;b\n1;2\n\n\n3;4");
  assert.equal(part?.before, 3);
  assert.equal(tableOf(" \n,\n"), null);
});

test("a long file is cut into parts of 2,000 rows, each on its lines", () => {
  const rows = Array.from({ length: 4_500 }, (_, at) => `${at},"x\ny"`);
  const parts = partsOf(tableOf(["a,b", ...rows].join("\n")) ?? assert.fail(), "");
  assert.deepEqual(parts.map((one) => one.before), [0, 4_000, 8_000]);
  assert.ok(parts[2]?.content.startsWith('a,b\n4000,"x\ny"'));
  const heavy = Array.from({ length: 20 }, () => "汉".repeat(100_000));
  const cut = partsOf(tableOf(["a", ...heavy].join("\n")) ?? assert.fail(), "");
  assert.ok(cut.every((one) => bytes(JSON.stringify(one.content)).length < 1_000_000));
  assert.equal(cut.map((one) => one.content.split("\n").length - 1).reduce((sum, one) => sum + one), 20);
});

test("rows that stand together are never cut apart", () => {
  const rows = Array.from({ length: 3_000 }, (_, at) => `"o${Math.floor(at / 7)}",${at}`);
  const table = tableOf(["order,n", ...rows].join("\n")) ?? assert.fail();
  const [first, second] = partsOf(table, "order");
  assert.equal(first?.content.split("\n").length, 1_996);
  assert.ok(second?.content.startsWith('order,n\n"o285",1995'));
  const alike = partsOf(tableOf(["order,n", ...rows.map(() => "o,1")].join("\n")) ?? assert.fail(), "order");
  assert.deepEqual(alike.map((one) => one.content.split("\n").length - 1), [2_000, 1_000]);
});

test("a file without a header is cut into parts that repeat nothing, each on its lines", () => {
  const lines = Array.from({ length: 4_500 }, (_, at) => (at % 1_000 === 7 ? `"a\nb";${at}` : `c;${at}`));
  const table = tableOf(`\n${lines.join("\n")}\n`) ?? assert.fail();
  const parts = partsOf(headless(table), "");
  const records = recordsOf(`\n${lines.join("\n")}\n`, ";").filter((one) => one.text !== "");
  const told = parts.flatMap(({ before, content }) => recordsOf(content, ";").filter((one) => one.text !== "").map((one) => ({ ...one, line: one.line + before })));
  assert.deepEqual([parts.length, told], [3, records]);
});

test("rows that stand together in a column called by its letter are not cut apart", () => {
  const table = headless(tableOf(Array.from({ length: 2_100 }, (_, at) => `${at},key${Math.floor(at / 300)}`).join("\n")) ?? assert.fail());
  const sizes = partsOf(table, "B").map(({ content }) => content.split("\n").length);
  assert.deepEqual(sizes, [1_800, 300]);
  assert.deepEqual([0, 25, 26, 51, 52, 701, 702].map(letterOf), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});
