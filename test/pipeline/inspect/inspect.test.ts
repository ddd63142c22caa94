import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { withDuckDbFile } from "../../../pipeline/engines/duckdb/file.js";
import { inferConfig } from "../../../pipeline/inspect/infer-config.js";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import { defaultSimulation } from "../../../pipeline/simulate/options.js";
import { simulate } from "../../../pipeline/simulate/simulate.js";
import { defaultWartRates } from "../../../pipeline/simulate/warts.js";
import { raw, sql } from "../../../pipeline/sql/sql.js";
import { textFolder } from "../sources/text/files.js";
import { currencyExport, germanExport, invoiceExport } from "./logs.js";

const shared = resolve(dirname(fileURLToPath(import.meta.url)), "../../../../shared/data");
const cdnow = describe.skipIf(!existsSync(resolve(shared, "CDNOW_master.txt")));
const folder = await textFolder();
const today = "2026-01-01";
const inspect = (path: string, options = {}) => inspectSource([path], { today, ...options });
const kinds = (columns: readonly { name: string; kind: string }[]) =>
  Object.fromEntries(columns.map((c) => [c.name, c.kind]));

cdnow(`CDNOW (skipped where ${shared} is absent)`, () => {
  test("master: blanks between columns, a header; the dollars are the amount, the CDs are not", async () => {
    const found = await inspect(resolve(shared, "CDNOW_master.txt"));
    expect(found.config).toMatchObject({
      source: { format: "text", delimiter: "whitespace", header: true },
      columns: { customer: "customer_id", date: "date", amount: "dollar_value" },
      ingest: { dateFormat: "yyyymmdd" },
      currency: { base: "USD" },
    });
    expect(Object.keys(found.config.columns ?? {})).toEqual(["customer", "date", "amount"]);
    expect(found.totalRows).toBe(69_659);
    expect(found.trial).toMatchObject({ rejected: [], firstDay: "1997-01-01", lastDay: "1998-06-30" });
  });

  test("sample: no header, so columns by position", async () => {
    const found = await inspect(resolve(shared, "CDNOW_sample.txt"));
    expect(found.config.source).toMatchObject({ delimiter: "whitespace", header: false });
    expect(found.config.columns).toEqual({ customer: 1, date: 3, amount: 5 });
    expect(found.columns[1]?.evidence).toBe("goes one to one with c1");
    expect(found.columns[0]?.distinct).toBe(2357);
    expect(found.trial).toMatchObject({ rows: 6919, rejected: [] });
  });

  test("elog", async () => {
    const found = await inspect(resolve(shared, "cdnow_elog.csv"));
    expect(found.config.columns).toEqual({ customer: "masterid", date: "date", amount: "sales" });
    expect(found.config.ingest).toEqual({ dateFormat: "yyyymmdd" });
    expect(found.warnings).toEqual([]);
  });
});

test("an invoice export: lines, US dates, cancellations, missing customers", async () => {
  const text = invoiceExport();
  const found = await inspect(await folder.put("invoices.csv", text));
  expect(kinds(found.columns)).toEqual({
    InvoiceNo: "order id",
    StockCode: "ignored",
    Description: "ignored",
    Quantity: "quantity",
    InvoiceDate: "date",
    UnitPrice: "unit price",
    CustomerID: "customer id",
    Country: "attribute",
  });
  expect(found.config.columns).toEqual({
    customer: "CustomerID",
    date: "InvoiceDate",
    quantity: "Quantity",
    unitPrice: "UnitPrice",
    order: "InvoiceNo",
    attributes: { country: "Country" },
  });
  expect(found.config.ingest).toMatchObject({ dateFormat: "%m/%d/%Y %H:%M", cancelPrefix: "C" });
  const rows = text.split("\r\n").filter((line) => line !== "");
  const without = rows.filter((line) => line.includes(",,")).length;
  expect(found.trial?.rejected).toEqual([{ reason: "MISSING_CUSTOMER", rows: without }]);
  const share = without / (rows.length - 1);
  expect(share).toBeGreaterThan(0.15);
  const limit = found.config.ingest?.maxRejectedShare ?? 0;
  expect(limit).toBeGreaterThan(share);
  expect(limit).toBeLessThan(share + 0.07);
});

test("a German export: title lines, semicolons, decimal commas with thousands points, Windows-1252", async () => {
  const found = await inspect(await folder.put("umsatz.csv", germanExport()));
  expect(found.config).toMatchObject({
    source: { delimiter: ";", header: true, skip: 2, encoding: "latin-1" },
    columns: { customer: "Kunden-Nr", date: "Bestelldatum", amount: "Betrag", order: "Bestellnummer" },
    ingest: { dateFormat: "%d.%m.%Y", decimalSeparator: "," },
    currency: { base: "EUR" },
  });
  expect(found.trial?.rejected).toEqual([]);
});

describe("payments at fixed intervals", () => {
  const start = Date.parse("2024-01-05");
  const day = (n: number): string => new Date(start + n * 86_400_000).toISOString().slice(0, 10);
  const log = (gap: (i: number, k: number) => number, plan: (i: number) => string): string =>
    `customer_id,order_date,amount,plan\n${Array.from({ length: 40 }, (_, i) =>
      Array.from(
        { length: 2 + (i % 5) },
        (_, k) => `c${i},${day(i + gap(i, k))},${10 + i},${plan(i)}\n`,
      ).join(""),
    ).join("")}`;

  test("are said, with the column that says how often each pays", async () => {
    const monthly = log(
      (i, k) => k * (i % 4 === 0 ? 91 : 30),
      (i) => (i % 4 === 0 ? "quarterly" : "monthly"),
    );
    const found = await inspect(await folder.put("subscriptions.csv", monthly));
    expect(found.warnings.join()).toMatch(
      /40 of 40 customers who paid again \(100.0 %\) pay at fixed intervals \(month 30, quarter 10\): for subscriptions set purchase.model: sbg and purchase.interval.attribute with column plan/,
    );
  });

  test("or that payments can say it; a shop's random orders are no payments", async () => {
    const silent = await inspect(
      await folder.put(
        "silent.csv",
        log(
          (_, k) => k * 30,
          () => "gold",
        ),
      ),
    );
    expect(silent.warnings.join()).toContain("purchase.interval.infer: true");
    const shop = log(
      (i, k) => k * (3 + ((i * 37 + k * 53) % 97)) + k,
      () => "gold",
    );
    const random = await inspect(await folder.put("random.csv", shop));
    expect(random.warnings.join()).not.toContain("fixed intervals");
  });
});

describe("currencies", () => {
  test("a second currency without rate: said, never let pass by a higher limit", async () => {
    const found = await inspect(await folder.put("two.tsv", currencyExport(0.3)));
    expect(found.config.currency).toEqual({ base: "EUR" });
    expect(found.withoutRate).toEqual(["USD"]);
    expect(found.config.ingest?.maxRejectedShare).toBeUndefined();
    expect(found.warnings.join()).toContain("clv run stops until rates are given");
    expect(found.config.source?.delimiter).toBe("tab");
  });

  test("rates.csv beside the log is taken, and the one with rate 1 is the base", async () => {
    await mkdir(folder.path("shop"), { recursive: true });
    const log = await folder.put("shop/orders.tsv", currencyExport(0.7));
    const rates = await folder.put("shop/rates.csv", "currency,rate\nEUR,1\nUSD,0.92\n");
    const found = await inspect(log);
    expect(found.config.currency).toEqual({ base: "EUR", ratesFile: rates });
    expect(found.withoutRate).toEqual([]);
    expect(found.trial?.rejected).toEqual([]);
  });
});

test("the simulator's log", async () => {
  // without absurd amounts: times a currency rate they overflow DECIMAL(18) in parseRows
  const warts = { ...defaultWartRates, absurdAmounts: 0 };
  await simulate({ ...defaultSimulation, size: { customers: 1500 }, warts }, folder.path("simulated"));
  const found = await inspect(folder.path("simulated/transactions.csv"));
  expect(found.config.columns).toEqual({
    customer: "customer_id",
    date: "ordered_at",
    amount: "amount",
    order: "order_id",
    currency: "currency",
    attributes: { channel: "channel", country: "country" },
  });
  expect(found.config.ingest).toEqual({ dateFormat: "iso", cancelPrefix: "R" });
  expect(found.config.currency).toEqual({ base: "EUR", ratesFile: folder.path("simulated/rates.csv") });
  expect(found.withoutRate).toEqual(["XXX"]);
});

describe("other formats hold the same", () => {
  const rows = currencyExport(0)
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"));
  const expected = { customer: "customer", date: "ordered_at", amount: "total" };
  const select = sql`select customer, cast(ordered_at as timestamptz) as ordered_at, cast(total as decimal(12,2)) as total
from read_csv(${folder.path("same.tsv")}, all_varchar = true)`;
  const bounds = configSchema.parse({}).engine;
  const put = () => folder.put("same.tsv", currencyExport(0));

  test("JSON lines", async () => {
    const lines = rows.map(([, customer, ordered_at, total]) =>
      JSON.stringify({ customer, ordered_at, total: Number(total), tags: [1] }),
    );
    const found = await inspect(await folder.put("same.jsonl", `${lines.join("\n")}\n`));
    expect(found.config).toMatchObject({
      source: { format: "jsonl" },
      columns: expected,
      ingest: { dateFormat: "iso" },
    });
    expect(found.trial).toMatchObject({ rows: 400, rejected: [] });
  });

  test("gzip", async () => {
    const found = await inspect(await folder.put("same.tsv.gz", gzipSync(currencyExport(0))));
    expect(found.config.columns).toMatchObject(expected);
    expect(found.trial).toMatchObject({ rows: 400, rejected: [] });
  });

  test("Parquet and a DuckDB file: typed dates need no format", async () => {
    await put();
    const [database, parquet] = [folder.path("same.duckdb"), folder.path("same.parquet")];
    await withDuckDbFile(
      database,
      { access: "READ_WRITE", bounds, refused: "SINK_REFUSED" },
      async (file) => {
        await file.execute(sql`create table sales as ${select}`);
        await file.execute(sql`copy sales to ${parquet} (format parquet)`);
      },
    );
    for (const [path, format] of [
      [parquet, "parquet"],
      [database, "duckdb"],
    ] as const) {
      const found = await inspect(path);
      expect(found.config.source?.format).toBe(format);
      expect(found.config.columns).toEqual(expected);
      expect(found.config.ingest).toEqual({});
      expect(found.trial).toMatchObject({ rows: 400, rejected: [] });
    }
    expect((await inspect(database)).config.source?.table).toBe("sales");
  });

  test("a DuckDB file with two tables lists them; a table or query chooses", async () => {
    await put();
    const database = folder.path("two.duckdb");
    await withDuckDbFile(
      database,
      { access: "READ_WRITE", bounds, refused: "SINK_REFUSED" },
      async (file) => {
        await file.execute(sql`create table sales as ${select}`);
        await file.execute(raw("create table other as select 1 as a"));
      },
    );
    await expect(inspect(database)).rejects.toThrow(/holds 2 tables \(other, sales\).*--table/);
    expect((await inspect(database, { table: "sales" })).config.columns).toEqual(expected);
    const query = "select customer, ordered_at, total as paid from sales;";
    expect((await inspect(database, { query })).config).toMatchObject({
      source: { query },
      columns: { amount: "paid" },
    });
    expect(await inferConfig([database])).toEqual({ source: { format: "duckdb" } });
  });

  test("Arrow", async () => {
    const table = tableFromArrays({
      customer: rows.map((r) => r[1]!),
      ordered_at: rows.map((r) => r[2]!),
      total: Float64Array.from(rows, (r) => Number(r[3])),
    });
    const found = await inspect(await folder.put("same.arrow", tableToIPC(table, "file")));
    expect(found.config).toMatchObject({ source: { format: "arrow" }, columns: expected });
    expect(found.trial).toMatchObject({ rows: 400, rejected: [] });
  });
});

test("a large file is looked at in places spread over it, its end among them", async () => {
  const line = (i: number) =>
    `K${i % 5000},${new Date(Date.UTC(2020, 0, 1) + Math.floor(i / 400) * 86_400_000).toISOString().slice(0, 10)},${(i % 97) + 0.5}`;
  const text = `customer,date,amount\n${Array.from({ length: 400_000 }, (_, i) => line(i)).join("\n")}\n`;
  expect(text.length).toBeGreaterThan(7 << 20);
  const found = await inspect(await folder.put("large.csv", text));
  expect(found.totalRows).toBe(400_000);
  expect(found.sampledRows).toBeGreaterThan(40_000);
  expect(found.sampledRows).toBeLessThan(60_000);
  expect(found.trial).toMatchObject({ rejected: [], firstDay: "2020-01-01", lastDay: "2022-09-26" });
});

test("inferConfig leaves out the paths and gives what the schema takes", async () => {
  const inferred = await inferConfig([await folder.put("infer.csv", invoiceExport(200))], { today });
  expect(inferred.source).not.toHaveProperty("paths");
  expect(configSchema.parse(inferred).columns.unitPrice).toBe("UnitPrice");
});

test("what is no log says which roles are missing and what could have them", async () => {
  const lines = Array.from({ length: 50 }, (_, i) => `${i % 7},${i % 3},red`);
  const found = await inspect(await folder.put("none.csv", `alpha,beta,gamma\n${lines.join("\n")}\n`));
  expect(found.missing).toEqual(["customer", "date", "amount"]);
  expect(found.choices).toEqual({
    customer: ["alpha", "beta"],
    date: ["alpha", "beta"],
    amount: ["alpha", "beta"],
  });
  expect(found.trial).toBeNull();
  await expect(inspect(await folder.put("empty.csv", "a,b\n"))).rejects.toMatchObject({
    code: "SOURCE_UNREADABLE",
  });
  await expect(inspect(folder.path("absent.csv"))).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
});
