import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configSchema } from "../../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../../pipeline/engines/duckdb/dialect.js";
import { openDuckDb } from "../../../../pipeline/engines/duckdb/duckdb.js";
import { transactionColumns, withoutDuplicates } from "../../../../pipeline/sql/accepted-rows.js";
import { exactSum } from "../../../../pipeline/sql/exact-sum.js";
import { id, raw, sql } from "../../../../pipeline/sql/sql.js";
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

test("many duplicates: the same file and the same sums with 1 and 4 threads", async () => {
  const config = configSchema.parse({});
  const found = [];
  for (const threads of [1, 4]) {
    const engine = await open(`threads-${threads}`, threads);
    await engine.materialize(
      { name: "staged" },
      sql`select 'c' || (i % 1000) as customer_id, date '2024-01-01' + cast(i % 300 as integer) as day, cast(i % 90 as decimal(18,4)) as amount, false as is_refund, 'o' || (i // 2) as order_key, i // 2 as row_hash, cast(null as varchar) as reason from range(300000) t(i)`,
    );
    await engine.materialize({ name: "k" }, sql`select i as duplicate_key from range(100000) t(i)`);
    await engine.materialize(
      { name: "t" },
      withoutDuplicates(duckdbDialect, [id("staged")], id("k"), transactionColumns([]), config),
    );
    const [row] = await engine.rows(sql`select ${exactSum(raw("sqrt(row_hash)"))} as total from staged`);
    found.push([await engine.fingerprint({ name: "t" }), row?.total]);
    await engine.close();
  }
  expect(found[0]).toEqual(found[1]);
});
