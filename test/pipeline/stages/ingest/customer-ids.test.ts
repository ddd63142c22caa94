import { describe, expect, test } from "vitest";
import { foldId, type IdFolding } from "../../../../pipeline/sql/fold-id.js";
import { trimBlanks } from "../../../../pipeline/text/blanks.js";
import { ingestBench, reasons } from "./ingest-log.js";

const bench = await ingestBench();
const lenient = { maxRejectedShare: 1 };
const logOf = (ids: readonly string[]): string =>
  `id,date,amount\n${ids.map((id) => `"${id}",2024-01-01,1\n`).join("")}`;
const read = async (ids: readonly string[], foldIds: readonly IdFolding[] = []) => {
  const { transactions } = await bench.ingest(logOf(ids), {
    ingest: { ...lenient, foldIds: [...foldIds], placeholderIds: [] },
  });
  return transactions.map((t) => String(t.customer_id));
};

describe("what is one id", () => {
  const blanks = [" ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000", "\ufeff", "\u200b", "\r"];

  test("every kind of blank around it is cut off, also in texts that are not of ASCII alone", async () => {
    const ids = blanks.flatMap((blank) => [`${blank}K1`, `K1${blank}`, `é2${blank}${blank}`]);
    expect(new Set(await read(ids))).toEqual(new Set(["K1", "é2"]));
    expect(ids.map(trimBlanks).every((id) => id === "K1" || id === "é2")).toBe(true);
  });

  const spellings = [
    "Ada@X.com",
    "ada@x.com",
    "A1",
    "a1",
    "1000",
    "1000.0",
    "007",
    "7",
    "1e3",
    "0.0",
    "é",
    "e\u0301",
    "00",
  ];
  test.each([
    [[]],
    [["email-case"]],
    [["case"]],
    [["decimals", "leading-zeros"]],
    [["unicode", "case"]],
  ] as IdFolding[][][])("folded by %j as the engine does it and as this program does", async (foldings) => {
    const folded = spellings.map((id) => foldId(id, foldings));
    expect((await read(spellings, foldings)).sort()).toEqual([...folded].sort());
  });

  test("nothing is folded that is not asked for", () => {
    expect(foldId("00A.0", ["decimals", "leading-zeros"])).toBe("00A.0");
    expect(foldId("ABC", ["email-case"])).toBe("ABC");
    expect(new Set(spellings.map((id) => foldId(id, []))).size).toBe(spellings.length);
  });
});

test("placeholders are rejected with their own reason, in any case; a list of one's own replaces them", async () => {
  const ids = [
    "0",
    "-1",
    "Guest",
    "(not set)",
    "00000000-0000-0000-0000-000000000000",
    "guest42",
    "10",
    "INVITÉ",
    "Gäst",
  ];
  const usual = await bench.ingest(logOf(ids), { ingest: lenient });
  expect(usual.transactions.map((t) => t.customer_id)).toEqual(["10", "guest42"]);
  expect(reasons(usual)).toEqual([2, 3, 4, 5, 6, 9, 10].map((line) => `${line} PLACEHOLDER_CUSTOMER`));
  const own = await bench.ingest(logOf(ids), { ingest: { ...lenient, placeholderIds: ["10"] } });
  expect(reasons(own)).toEqual(["8 PLACEHOLDER_CUSTOMER"]);
});
