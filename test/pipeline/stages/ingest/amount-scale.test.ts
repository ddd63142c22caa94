import { describe, expect, test } from "vitest";
import { ingestBench } from "./ingest-log.js";

const bench = await ingestBench();
const log = (amounts: readonly string[]) =>
  `id,date,amount\n${amounts.map((amount, i) => `c${i % 9},2024-01-${10 + (i % 20)},${amount}\n`).join("")}`;
/** A spread of amounts up to `most`. */
const upTo = (most: number) => Array.from({ length: 200 }, (_, i) => `${Math.round((most * (i + 1)) / 200)}`);

describe("amounts beyond the usual bound", () => {
  test("that are the tail of the others stop the run, whatever their share, until somebody sets the bound", async () => {
    const tail = log([...upTo(9_900_000), "10100000"]);
    await expect(bench.ingest(tail)).rejects.toMatchObject({
      code: "TOO_MANY_REJECTED",
      message: expect.stringContaining("Set ingest.maxAmount: to 10000000000"),
    });
    expect((await bench.ingest(tail, { ingest: { maxAmount: 1e10 } })).rejected).toEqual([]);
    expect((await bench.ingest(tail, { ingest: { maxAmount: 1e7 } })).rejected).toHaveLength(1);
  });

  test("that are far from all others are rejected rows", async () => {
    for (const outlier of ["1000000000000000", "20000000"])
      expect((await bench.ingest(log([...upTo(90), outlier]))).rejected).toHaveLength(1);
  });
});

describe("ingest.amountFactor", () => {
  test("multiplies every amount before it is rounded", async () => {
    const cents = await bench.ingest(log(["1999", "-500", "1"]), { ingest: { amountFactor: 0.01 } });
    expect(cents.transactions.map((t) => Number(t.amount)).sort()).toEqual([-5, 0.01, 19.99]);
    const tiny = await bench.ingest(log(["0.00001789", "1e-8"]), { ingest: { amountFactor: 1e6 } });
    expect(tiny.transactions.map((t) => Number(t.amount)).sort()).toEqual([0.01, 17.89]);
    expect(tiny.warnings).toEqual([]);
  });

  test("is named where small amounts lose digits", async () => {
    const { warnings } = await bench.ingest(log(["0.00001789", "0.00005327", "0.5"]));
    expect(warnings.join()).toContain("2 of 3 amounts (66.7 %) lose digits that matter, such as 0.00001789");
    expect((await bench.ingest(log(["0.25", "0.0125"]))).warnings).toEqual([]);
  });
});

describe("currency.base", () => {
  test("amounts beside another currency are rejected as such, not summed", async () => {
    const mixed = log([...upTo(90).map((text) => `€${text}`), "$13", "12 pcs"]);
    const { account } = await bench.ingest(mixed, { currency: { base: "EUR" } });
    expect(account.currency).toBe("EUR");
    expect(account.rejectedBy.map((r) => [r.reason, r.rows])).toEqual([
      ["UNKNOWN_CURRENCY", 1],
      ["UNPARSABLE_AMOUNT", 1],
    ]);
  });

  test("nothing is named where nothing names it", async () => {
    expect((await bench.ingest(log(upTo(90)))).account.currency).toBe("");
  });

  test("is needed with a column of currencies, whose codes are read in any case", async () => {
    const columns = { customer: "id", date: "date", amount: "amount", currency: "cur" };
    const rows = "id,date,amount,cur\na,2024-01-01,1,usd\nb,2024-01-01,100,Jpy\nc,2024-01-01,3,USD\n";
    const currency = { base: "usd", rates: { jpy: 0.01 } };
    expect((await bench.ingest(rows, { columns, currency })).account.amount).toBe(5);
    await expect(bench.ingest(rows, { columns })).rejects.toThrow("is needed with columns.currency");
  });
});
