import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDuckDb } from "../../../pipeline/engines/duckdb/duckdb.js";
import type { Engine } from "../../../pipeline/engines/engine.js";
import { readNumber } from "../../../pipeline/inspect/number-text.js";
import { list, raw, sql } from "../../../pipeline/sql/sql.js";
import { thorough } from "../../thorough.js";
import { amountSpellings, noAmounts } from "./amount-spellings.js";

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clv-amounts-"));
  engine = await openDuckDb({ directory: folder, memoryLimit: "500MB", threads: 1, spillDirectory: folder });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** What ingest makes of texts; null where it reads no amount. */
async function ingested(
  texts: readonly string[],
  separator: "." | ",",
  base?: string,
): Promise<(number | null)[]> {
  const { dialect } = engine;
  const rows = await engine.rows(sql`select i,
  cast(${dialect.parseDecimal(raw("v"), "text", separator, 4, base)} as double) as amount,
  ${dialect.isNumber(raw("v"), "text", separator, base)} as is_number
from (values ${list(texts.map((text, i) => sql`(${i}, ${text})`))}) t(i, v) order by i`);
  for (const row of rows) expect(row.is_number === true, texts[Number(row.i)]).toBe(row.amount !== null);
  return rows.map((row) => row.amount as number | null);
}

describe.each([".", ","] as const)("amounts with decimal separator %s", (separator) => {
  test("init and ingest read every spelling as what it is", async () => {
    const spellings = amountSpellings(separator, thorough ? 50_000 : 3000);
    const texts = spellings.map(({ text }) => text);
    const amounts = await ingested(texts, separator);
    const wrong = spellings.filter(
      ({ text, value }, i) =>
        Math.abs(readNumber(text, separator) - value) > 1e-9 || Math.abs((amounts[i] ?? 1e99) - value) > 1e-9,
    );
    expect(wrong).toEqual([]);
  });

  test("and neither reads what is no amount", async () => {
    expect(noAmounts.filter((text) => !Number.isNaN(readNumber(text, separator)))).toEqual([]);
    expect(await ingested(noAmounts, separator)).toEqual(noAmounts.map(() => null));
  });
});

test.each([
  ["EUR", "€ 5|5 EUR|5 euro|5", "$5|5 kr|USD 5|£5|US$ 5"],
  ["USD", "$5|US$5|5 usd|5", "€5|A$5|5 CAD"],
  ["kr", "kr 5|5 kr.|5 SEK|5 DKK", "€5|5 PLN|$5"],
  ["points", "€ 5|5 kr", ""],
])("with base %s, amounts beside another currency are none", async (base, own, others) => {
  for (const amount of await ingested(own.split("|"), ".", base)) expect(amount).toBe(5);
  if (others === "") return;
  for (const amount of await ingested(others.split("|"), ".", base)) expect(amount).toBeNull();
});
