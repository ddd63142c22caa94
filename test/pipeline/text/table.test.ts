import { expect, test } from "vitest";
import { table } from "../../../pipeline/text/format.js";
import { fitted } from "../../../pipeline/text/lines.js";

const widest = (text: string): number => Math.max(...text.split("\n").map((line) => line.length));

test("a table that fits stays in one piece", () => {
  expect(
    table(
      [
        ["a", "1"],
        ["bcd", "22"],
      ],
      [false, true],
    ),
  ).toBe("  a     1\n  bcd  22");
});

test("a last column of text is broken into lines below each other", () => {
  const text = table(
    [
      ["name", "12", "word ".repeat(30).trim()],
      ["b", "3", "short"],
    ],
    [false, true, false],
  );
  expect(widest(text)).toBeLessThanOrEqual(80);
  expect(text.split("\n")[1]).toMatch(/^ {12}word/);
  expect(text.match(/word/g)).toHaveLength(30);
});

test("numbers too many for a line stand in several tables, each with the first column", () => {
  const text = table(
    [
      ["model", ..."abcdefghijklmno"],
      ["bg-nbd", ...Array.from({ length: 15 }, () => "123.456")],
    ],
    [false, ...Array.from({ length: 15 }, () => true)],
  );
  expect(widest(text)).toBeLessThanOrEqual(80);
  expect(text.match(/bg-nbd/g)).toHaveLength(2);
  expect(text.match(/123\.456/g)).toHaveLength(15);
});

test("sentences are broken with their indent; lines of tables are not", () => {
  const sentence = `  ${"word ".repeat(40).trim()}`;
  const lineOfTable = `  ${"cell  ".repeat(20).trim()}`;
  expect(widest(fitted(sentence))).toBeLessThanOrEqual(80);
  expect(
    fitted(sentence)
      .split("\n")
      .every((line) => line.startsWith("  word")),
  ).toBe(true);
  expect(fitted(lineOfTable)).toBe(lineOfTable);
});
