import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { TextEncoding } from "../../../../pipeline/sources/text/encoding.js";
import { readRawLines } from "../../../../pipeline/sources/text/lines.js";
import { textFolder } from "./files.js";

const files = await textFolder();

async function lines(
  content: string | Uint8Array,
  wanted: Iterable<number>,
  encoding: TextEncoding = "utf-8",
  maxBytes?: number,
) {
  const path = await files.put("lines", content);
  const found: [number, string][] = [];
  const options = maxBytes === undefined ? {} : { maxBytes };
  for await (const { line, text } of readRawLines(path, wanted, encoding, options)) found.push([line, text]);
  return found;
}

test("the wanted lines, exactly as they stand in the file", async () => {
  const text = 'id,"a\r\n\n  x ,"" \r\nlast';
  expect(await lines(text, [1, 2, 3, 4, 9])).toEqual([
    [1, 'id,"a'],
    [2, ""],
    [3, '  x ,"" '],
    [4, "last"],
  ]);
  expect(await lines(text, [3, 3])).toEqual([[3, '  x ,"" ']]);
  expect(await lines(`${text}\n`, [4, 5])).toEqual([[4, "last"]]);
  expect(await lines(text, [])).toEqual([]);
  expect(await lines(gzipSync(text), [4])).toEqual([[4, "last"]]);
});

test("lines of other encodings, and of none", async () => {
  expect(await lines(Buffer.from("a\n\x80\xe9\n", "latin1"), [2], "latin-1")).toEqual([[2, "€é"]]);
  expect(await lines(Buffer.from("a\ncaf\xe9\0\n", "latin1"), [2])).toEqual([[2, "café\u2400"]]);
  expect(await lines(Buffer.from("\ufeffa\né\n", "utf16le"), [1, 2])).toEqual([
    [1, "a"],
    [2, "é"],
  ]);
  expect(await lines("a\rb\rc", [2])).toEqual([[2, "b"]]);
});

test("a long line is cut between characters, and lines around chunk ends are whole", async () => {
  expect(await lines("ééé\nabc\r\n", [1, 2], "utf-8", 3)).toEqual([
    [1, "é"],
    [2, "abc"],
  ]);
  const big = Array.from({ length: 400_000 }, (_, i) => `line ${i + 1}`);
  const wanted = [1, 99_999, 100_000, 262_144, 399_999, 400_000];
  expect(await lines(big.join("\n"), wanted)).toEqual(wanted.map((n) => [n, `line ${n}`]));
  const every = await lines(
    `${big.join("\n")}\n`,
    big.map((_, i) => i + 1),
  );
  expect(every.every(([n, text]) => text === `line ${n}`)).toBe(true);
  expect(every).toHaveLength(400_000);
});

test("line numbers must rise from 1", async () => {
  await expect(lines("a\nb\n", [2, 1])).rejects.toThrow("line numbers must rise from 1: 1 after 2");
  await expect(lines("a\nb\n", [0])).rejects.toThrow(RangeError);
});

test("any subset of the lines of any text", async () => {
  const text = fc
    .array(fc.constantFrom("a", "é", " ", "\n", "\r\n", '"'), { maxLength: 40 })
    .map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 10 }),
      async (content, numbers) => {
        const all = content.split(/\r?\n/);
        if (all.at(-1) === "") all.pop();
        const wanted = numbers.sort((a, b) => a - b);
        const expected = wanted.filter((n) => n <= all.length).map((n) => [n, all[n - 1]]);
        expect(await lines(content, wanted)).toEqual(expected);
      },
    ),
    { seed: 20240621, numRuns: 200 },
  );
});
