import { expect, test } from "vitest";
import { table } from "../../../pipeline/text/format.js";
import { inOneLine, visible } from "../../../pipeline/text/visible-text.js";

/** Whether every character of a text stands for itself on a terminal, line feeds and tabs apart. */
const unseen = [
  ...[...Array.from({ length: 32 }, (_, i) => i), ...Array.from({ length: 33 }, (_, i) => 0x7f + i)].filter(
    (code) => code !== 9 && code !== 10,
  ),
  ...[0xad, 0x61c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029],
  ...[
    0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xe0001, 0xe0041,
  ],
].map((code) => String.fromCodePoint(code));

test("every character that a terminal obeys or hides is written as JSON writes it", () => {
  for (const sign of [...unseen, "\ud800", "\udc00"]) {
    const shown = visible(`a${sign}b`);
    expect(shown).toMatch(/^a(\\u[0-9a-f]{4})+b$/);
    expect(JSON.parse(`"${shown}"`)).toBe(`a${sign}b`);
    expect(visible(shown)).toBe(shown);
  }
});

test("JSON with such characters stays the same value", () => {
  const value = { [`k${unseen.join("")}`]: [unseen.join("x"), 'line\nfeed\ttab \\u001b "quote"'] };
  expect(JSON.parse(visible(JSON.stringify(value)))).toEqual(value);
});

test("what can be seen stays: letters of all scripts, signs, blanks, line feeds and tabs", () => {
  const text = "Zoë 名前 שם اسم ± → … █ ░ 💶 \u00a0|\u202f| é\te\u0301\n";
  expect(visible(text)).toBe(text);
});

test("data in a line or a cell brings no line breaks of its own, and cells stay aligned", () => {
  expect(inOneLine("a\nUNEXPECTED:\tb\r\u001b[2K")).toBe("a\\nUNEXPECTED:\\tb\\u000d\\u001b[2K");
  const lines = table(
    [
      ["id\u001b[1m", "1"],
      ["two\nlines", "22"],
    ],
    [false, true],
  ).split("\n");
  expect(lines).toEqual(["  id\\u001b[1m   1", "  two\\nlines   22"]);
});
