import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecordBatch } from "apache-arrow";
import { openDuckDb } from "../../pipeline/engines/duckdb/duckdb.js";
import { connectPostgres } from "../../pipeline/engines/postgres/client.js";
import { id, list, raw, sql } from "../../pipeline/sql/sql.js";
import type { Environment } from "../../pipeline/stage.js";

/** Reads a CSV file with a header as it is: every column text. */
async function withRawRows<T>(
  path: string,
  work: (columns: readonly string[], batches: AsyncIterable<RecordBatch>) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "clv-raw-"));
  const engine = await openDuckDb({
    directory,
    memoryLimit: "500MB",
    threads: 1,
    spillDirectory: directory,
  });
  const select = sql`select * from read_csv(${path}, all_varchar = true, header = true, quote = '"')`;
  try {
    const columns = (await engine.describe(select)).map((column) => column.name);
    return await work(columns, engine.query(select));
  } finally {
    await engine.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The file as a table of text columns, as a shop's raw layer has it. */
export function ordersIntoPostgres(path: string, table: string, env: Environment): Promise<number> {
  return withRawRows(path, async (columns, batches) => {
    const client = await connectPostgres({ env });
    try {
      const definitions = columns.map((column) => sql`${id(column)} text`);
      await client.execute(sql`drop table if exists public.${id(table)}`);
      await client.execute(sql`create table public.${id(table)} (${list(definitions)})`);
      return await client.copyIn(raw(`public.${id(table).text}`), columns, batches);
    } finally {
      await client.close();
    }
  });
}
