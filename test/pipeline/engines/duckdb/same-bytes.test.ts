import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Config, configSchema } from "../../../../pipeline/config/config.js";
import { openDuckDb } from "../../../../pipeline/engines/duckdb/duckdb.js";
import type { Engine } from "../../../../pipeline/engines/engine.js";
import {
  duplicateKeys,
  stagedRows,
  transactionColumns,
  withoutDuplicates,
} from "../../../../pipeline/sql/accepted-rows.js";
import { correctedOrders, withoutCorrected } from "../../../../pipeline/sql/corrected-orders.js";
import { exactSum } from "../../../../pipeline/sql/exact-sum.js";
import { id, list, raw, type Sql, sql } from "../../../../pipeline/sql/sql.js";
import { transactions, transactionsInOrder, windowOf } from "../../../../pipeline/sql/transactions.js";
import { scratch } from "../../cli/clv-process.js";

const folder = await scratch();
const open = (name: string, threads: number) =>
  openDuckDb({
    directory: join(folder, name),
    memoryLimit: "500MB",
    threads,
    spillDirectory: join(folder, `spill-${name}`),
  });

test.each([
  0, 3, 400,
])("a table cut off at %i bytes counts as not there, and is made again", async (bytes) => {
  const select = sql`select i, i * 2 as j from range(5000) t(i)`;
  const first = await open(`cut-${bytes}`, 1);
  await first.materialize({ name: "t" }, select);
  const whole = await first.fingerprint({ name: "t" });
  const file = first.tableFile({ name: "t" })!;
  await first.close();
  await truncate(file, bytes);
  await writeFile(join(folder, `cut-${bytes}`, "garbage.parquet"), "garbage");
  const second = await open(`cut-${bytes}`, 1);
  const place = { directory: join(folder, `cut-${bytes}`), namespace: "" };
  expect(await second.tableOf(place, { name: "t" })).toBeNull();
  await second.materialize({ name: "t" }, select);
  expect(await second.fingerprint({ name: "t" })).toEqual(whole);
  await second.close();
});

/** Rows of two files, of which many share an order, a row or all but their attributes. */
const stagedFile = (file: number): Sql =>
  sql`select 'c' || (i % 1000) as customer_id, date '2024-01-01' + cast(i % 300 as integer) as day,
    cast(i % 90 as decimal(18,4)) as amount, i % 4 = 3 as is_refund, 'o' || (i // 2) as order_key, i // 3 as row_hash,
    'v' || (hash(i) % 5) as attr_channel, cast(null as varchar) as reason from range(${file * 100_000}, ${file * 100_000 + 150_000}) t(i)`;

/** What ingest makes of orders that occur more than once. */
async function merged(engine: Engine, duplicateOrders: Config["ingest"]["duplicateOrders"]): Promise<Sql> {
  const config = configSchema.parse({ ingest: { duplicateOrders }, columns: { order: "order" } });
  let tables: Sql[] = [id("staged_0"), id("staged_1")];
  if (duplicateOrders === "last-file") {
    await engine.materialize({ name: "corrected" }, correctedOrders(tables));
    tables = tables.map((table, i) => withoutCorrected(table, i, id("corrected")));
  }
  await engine.materialize({ name: "k" }, duplicateKeys(tables, config));
  const rows = withoutDuplicates(tables, id("k"), transactionColumns(["channel"]), config);
  return transactionsInOrder(transactions(rows, windowOf(undefined, "2024-09-30"), ["channel"]), ["channel"]);
}

test("many orders that occur twice: the same file with 1, 2 and 4 threads", async () => {
  const found: Record<string, Set<string>> = {
    identical: new Set(),
    "order-id": new Set(),
    "last-file": new Set(),
  };
  const plain = new Set<string>();
  for (const threads of [1, 2, 4]) {
    const engine = await open(`threads-${threads}`, threads);
    const shaOf = async (select: Sql): Promise<string> => {
      expect(await engine.materialize({ name: "t" }, select)).toBeGreaterThan(1000);
      return (await engine.fingerprint({ name: "t" }))!.sha256;
    };
    for (const file of [0, 1]) await engine.materialize({ name: `staged_${file}` }, stagedFile(file));
    for (const mode of ["identical", "order-id", "last-file"] as const)
      found[mode]!.add(await shaOf(await merged(engine, mode)));
    plain.add(await shaOf(stagedRows([id("staged_0"), id("staged_1")], transactionColumns(["channel"]))));
    await engine.close();
  }
  expect(Object.values(found).map((files) => files.size)).toEqual([1, 1, 1]);
  expect(plain.size).toBe(1);
});

test("a sum of doubles: the same with 1, 2 and 4 threads, whatever the values", async () => {
  const values: Record<string, string> = {
    usual: "sqrt(i)",
    "large and negative": "sqrt(i) * 2e11 * (i % 3 - 1.25)",
    small: "1e-4 / (i + 1)",
    "with nulls": "case when i % 7 > 0 then sqrt(i) end",
  };
  const found = [];
  for (const threads of [1, 2, 4]) {
    const engine = await open(`sums-${threads}`, threads);
    await engine.materialize({ name: "n" }, sql`select i from range(300000) t(i)`);
    const sums = list(Object.entries(values).map(([name, v]) => sql`${exactSum(raw(v))} as ${id(name)}`));
    const [exact] = await engine.rows(sql`select ${sums} from n`);
    const plain = list(Object.entries(values).map(([name, v]) => sql`sum(${raw(v)}) as ${id(name)}`));
    const [rough] = await engine.rows(sql`select ${plain} from n`);
    for (const name of Object.keys(values))
      expect(Math.abs(Number(exact?.[name]) / Number(rough?.[name]) - 1), name).toBeLessThan(1e-6);
    found.push(exact);
    await engine.close();
  }
  expect(found[1]).toEqual(found[0]);
  expect(found[2]).toEqual(found[0]);
});

test("a sum of doubles that no decimal holds is one of doubles, and of no value NULL", async () => {
  const engine = await open("absurd", 1);
  const sumOf = async (...values: string[]): Promise<unknown> => {
    const rows = list(values.map((v) => sql`(cast(${raw(v)} as double))`));
    const [row] = await engine.rows(sql`select ${exactSum(raw("v"))} as total from (values ${rows}) t(v)`);
    return row?.total;
  };
  expect(await sumOf("null", "null")).toBeNull();
  expect(await sumOf("null", "1.5", "-0.25")).toBe(1.25);
  expect(Number(await sumOf("1e29", "-3e28", "null")) / 7e28).toBeCloseTo(1, 12);
  expect(await sumOf("9e14", "9e14", "-9e14")).toBe(9e14);
  expect(String(await sumOf("1", "'nan'"))).toBe("NaN");
  expect(String(await sumOf("1", "'infinity'"))).toBe("Infinity");
  await engine.close();
});
