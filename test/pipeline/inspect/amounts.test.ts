import { readFile, writeFile } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { openDuckDb } from "../../../pipeline/engines/duckdb/duckdb.js";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import { refuseWideDecimals } from "../../../pipeline/sources/wide-decimals.js";
import { textFolder } from "../sources/text/files.js";

const folder = await textFolder();

interface Shop {
  readonly header?: string;
  readonly separator?: string;
  /** Further fields of each row, after the amount. */
  readonly more?: (i: number) => readonly string[];
}

/** What init makes of a log with these amounts. */
async function found(amounts: readonly string[], shop: Shop = {}) {
  const { header = "customer_id,order_date,amount", separator = ";", more = () => [] } = shop;
  const lines = amounts.map((amount, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(i / 2))).toISOString().slice(0, 10);
    return [`C${i % 17}`, day, amount, ...more(i)].join(separator);
  });
  const text = `${header.replaceAll(",", separator)}\n${lines.join("\n")}\n`;
  const inspection = await inspectSource([await folder.put("shop.csv", text)], { today: "2026-01-01" });
  return {
    ...inspection,
    ingest: inspection.config.ingest ?? {},
    base: inspection.config.currency?.base,
    openKeys: inspection.open.map(({ key }) => key),
    warned: inspection.warnings.join("\n"),
  };
}

const numbers = Array.from({ length: 120 }, (_, i) => 90 + Math.floor(3000 * ((i * 0.618) % 1)));
const grouped = (mark: string, of = numbers) => of.map((n) => `${n}`.replace(/\B(?=(\d{3})$)/, mark));

describe("the decimal separator", () => {
  test.each([
    ["whole amounts, thousands by a point", grouped("."), {}, ",", true],
    [
      "a few of them beside a column with a decimal comma",
      grouped(".").slice(0, 9),
      {
        header: "customer_id,order_date,amount,tax",
        more: (i: number) => [`${i},25`],
      },
      ",",
      true,
    ],
    [
      "a few of them under German headers",
      grouped(".").slice(0, 9),
      { header: "Kunde,Datum,Betrag" },
      ",",
      true,
    ],
    [
      "a few of them in kroner",
      grouped(".")
        .slice(0, 9)
        .map((text) => `${text} kr.`),
      {},
      ",",
      true,
    ],
    ["whole amounts, thousands by a comma", grouped(","), { separator: "\t" }, ".", true],
    [
      "with ,- behind",
      grouped(".")
        .slice(0, 3)
        .map((text) => `${text},-`),
      {},
      ",",
      false,
    ],
    [
      "three decimals of a currency that has them",
      grouped(".").map((text) => `${text.includes(".") ? text : `${text}.000`} KWD`),
      {},
      ".",
      false,
    ],
    ["decimals of every length", ["1.234", "2.5", "3.25", "12.125", "7"], {}, undefined, false],
  ] as const)("%s", async (_, amounts, shop, separator, warns) => {
    const { ingest, openKeys, warned } = await found(amounts, shop);
    expect(openKeys).toEqual([]);
    expect(ingest.decimalSeparator).toBe(separator);
    expect(ingest.maxAmount).toBeUndefined();
    expect(warned.includes("taken for a thousands mark")).toBe(warns);
  });

  test.each([
    ["few amounts", grouped(".").slice(0, 9)],
    [
      "no amount without a mark",
      grouped(
        ".",
        numbers.map((n) => n + 1000),
      ),
    ],
    ["larger ones without a mark", [...grouped("."), "1544"]],
    ["one cell that says otherwise", [...Array.from({ length: 3 }, () => grouped(".")).flat(), "1.5"]],
  ])("%s: a person chooses", async (_, amounts) => {
    const { open, ingest } = await found(amounts, { separator: "\t" });
    expect(open).toMatchObject([
      { key: "ingest.decimalSeparator", choices: [{ value: "," }, { value: "." }] },
    ]);
    expect(ingest.decimalSeparator).toBe(",");
  });
});

describe("the currency", () => {
  const plain = numbers.map((n) => `${n}.50`);
  test.each([
    ["none", plain, {}, undefined],
    ["a code in any case", plain.map((text) => `${text} eur`), {}, "EUR"],
    ["a word of several currencies names the unit", plain.map((text) => `kr ${text}`), {}, "kr"],
    ["the sign and the code of one", plain.map((text, i) => (i % 2 ? `$${text}` : `${text} USD`)), {}, "USD"],
    ["the name of the column", plain, { header: "customer_id,order_date,amount_gbp" }, "GBP"],
    ["a sign in the name", plain, { header: "customer_id,order_date,total (€)" }, "EUR"],
  ] as const)("%s", async (_, amounts, shop, base) => {
    const result = await found(amounts, shop);
    expect(result.base).toBe(base);
    expect(result.openKeys).toEqual([]);
    expect(result.warned).toBe("");
  });

  test("a sign of many currencies is taken for the usual one, which is said", async () => {
    const { base, warned } = await found(plain.map((text) => `$${text}`));
    expect(base).toBe("USD");
    expect(warned).toContain("taken for USD");
  });

  test("a sign beside some of the amounts stands for all, which is said", async () => {
    const { base, warned } = await found(plain.map((text, i) => (i % 3 ? text : `€${text}`)));
    expect(base).toBe("EUR");
    expect(warned).toContain("40 amounts (33.3 %) carry €, the others nothing");
  });

  test("several in one column are not added up: a person chooses", async () => {
    const { open, trial } = await found(plain.map((text, i) => (i % 3 ? `€${text}` : `$${text}`)));
    expect(open).toMatchObject([{ key: "currency.base", choices: [{ value: "EUR" }, { value: "USD" }] }]);
    expect(trial?.rejected).toEqual([{ reason: "UNKNOWN_CURRENCY", rows: 40 }]);
  });

  test("codes of a column in any case; as many rows in one as in the other are a choice", async () => {
    const header = "customer_id,order_date,amount,currency";
    const mostly = await found(plain, { header, more: (i) => [i % 3 ? "usd" : "JPY"] });
    expect([mostly.base, mostly.withoutRate, mostly.openKeys]).toEqual(["USD", ["JPY"], []]);
    const half = await found(plain, { header, more: (i) => [i % 2 ? "usd" : "chf"] });
    expect(half.openKeys).toEqual(["currency.base"]);
    const words = await found(plain, { header, more: (i) => [i % 3 ? "Euro" : "US Dollar"] });
    expect([words.base, words.withoutRate]).toEqual(["EURO", ["US DOLLAR"]]);
  });
});

describe("the scale", () => {
  test.each([
    ["rupiah", numbers.map((n) => `${n}000`), 1e10],
    ["one absurd amount among small ones", [...numbers.map(String), "1000000000000000"], undefined],
    ["small ones", numbers.map(String), undefined],
  ])("maxAmount for %s", async (_, amounts, bound) => {
    expect((await found(amounts)).ingest.maxAmount).toBe(bound);
  });

  test("amounts that four decimals do not hold: a person chooses the unit", async () => {
    const { open } = await found(numbers.map((n) => `0.0000${n + 1000}`));
    expect(open).toMatchObject([
      { key: "ingest.amountFactor", choices: [{ value: "1000000" }, { value: "1" }] },
    ]);
    expect((await found(numbers.map((n) => `${n}.00005`))).openKeys).toEqual([]);
  });

  test("cents by the column's name, or asked for where codes are as payment services write them", async () => {
    const cents = await found(numbers.map(String), { header: "customer_id,order_date,amount_cents" });
    expect(cents.ingest.amountFactor).toBe(0.01);
    expect(cents.warned).toContain("hundredths");
    const header = "customer_id,order_date,amount,currency";
    const asked = async (code: string) =>
      (await found(numbers.map(String), { header, more: () => [code] })).openKeys;
    expect(await asked("usd")).toEqual(["ingest.amountFactor"]);
    expect(await asked("jpy")).toEqual([]);
    expect(await asked("USD")).toEqual([]);
  });
});

test("a Parquet column of more than 38 digits is not read, and refused where it is mapped", async () => {
  const path = folder.path("wide.parquet");
  await writeWideDecimals(path);
  const { open, warnings } = await inspectSource([path]);
  expect(open.map(({ key }) => key)).toEqual(["columns.amount"]);
  expect(warnings.join()).toContain("column amount is of type decimal(54, 2)");
  const engine = await openDuckDb({
    directory: folder.path("tables"),
    memoryLimit: "500MB",
    threads: 1,
    spillDirectory: folder.path("spill"),
  });
  const refusal = (amount: string) =>
    refuseWideDecimals(path, { customer: "customer_id", date: "day", amount, attributes: {} }, engine);
  await expect(refusal("Amount")).rejects.toMatchObject({
    code: "SOURCE_TYPE",
    message: expect.stringContaining('columns.amount = "amount" is of type decimal(54, 2)'),
  });
  await expect(refusal("tax")).resolves.toBeUndefined();
  await engine.close();
});

/** As other programs write it: DuckDB writes decimals of 38 digits in as many bytes, and its footer is made to say 54. */
async function writeWideDecimals(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(
    `copy (select 'c' || i % 9 as customer_id, date '2024-01-01' + i::int as day, (i * 7.25)::decimal(38,2) as amount,
 (i % 5)::decimal(18,2) as tax from range(50) t(i)) to '${path}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  const bytes = await readFile(path);
  const [written, wanted] = [Buffer.from([0x15, 2 * 38]), Buffer.from([0x15, 2 * 54])];
  for (let at = bytes.indexOf(written); at >= 0; at = bytes.indexOf(written, at + 1)) wanted.copy(bytes, at);
  await writeFile(path, bytes);
}
