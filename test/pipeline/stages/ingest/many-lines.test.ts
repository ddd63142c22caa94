import { join } from "node:path";
import { expect, test } from "vitest";
import { configSchema } from "../../../../pipeline/config/config.js";
import { parseRows } from "../../../../pipeline/sql/parse-rows.js";
import { raw, type Sql, sql } from "../../../../pipeline/sql/sql.js";
import { ingestBench } from "./ingest-log.js";

const bench = await ingestBench();

test("a log is parsed without a join, out of which rows would come in any order", async () => {
  const column = (name: string) => ({ value: raw(name), type: "text" as const });
  const columns = {
    ...{ customer: column("c1"), date: column("c2"), amount: column("c3") },
    ...{ quantity: null, unitPrice: null, order: null, currency: null, line: null, broken: null },
    ...{ attributes: { channel: column("c4") }, all: [] },
  };
  const options = { rates: null, maxDate: "2030-01-01" };
  const relation = sql`(select 'a' as c1, '2024-01-01' as c2, '1' as c3, 'web' as c4 from range(10))`;
  const parsed = parseRows(bench.engine.dialect, relation, columns, configSchema.parse({}), options);
  const copy: Sql = sql`explain copy (${parsed}) to ${join(bench.folder, "plan.parquet")} (format parquet)`;
  const plan = JSON.stringify(await bench.engine.rows(copy));
  expect(plan).toContain("PROJECTION");
  expect(plan).not.toContain("JOIN");
});

// the engine shares out a text among threads only from 128 MB on
test("rows of a large file keep their order on two threads, and rejected ones the numbers of their lines", async () => {
  const n = 400_000;
  const bad = (i: number): boolean => i % 10_007 === 5;
  const filler = "x".repeat(400);
  const lines = Array.from(
    { length: n },
    (_, i) => `c${i},${bad(i) ? `never-${i}` : "2024-01-01"},1,${filler}`,
  );
  const log = `id,date,amount,note\n${lines.join("\n")}\n`;
  const { account } = await bench.ingest(log, { engine: { threads: 2 } });
  expect(account.rejected).toBe(lines.filter((_, i) => bad(i)).length);
  const [rejected] = await bench.engine.rows(
    sql`select count(case when raw_text = 'c' || (line - 2) || ',never-' || (line - 2) || ',1,' || ${filler} then 1 end) as n from rejected_rows`,
  );
  expect(rejected?.n).toBe(account.rejected);
  const table = join(bench.runDir, "tables", "transactions.parquet");
  const [kept] = await bench.engine.rows(
    sql`select count(*) as n from (select cast(substr(customer_id, 2) as integer) as c, lag(c) over () as before
from read_parquet(${table})) t where c <= before`,
  );
  expect(kept?.n).toBe(0);
}, 120_000);
