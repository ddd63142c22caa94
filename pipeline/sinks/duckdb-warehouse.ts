import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { diskError } from "../disk-errors.js";
import { type DuckDbFile, withDuckDbFile } from "../engines/duckdb-file.js";
import { reconciledSums } from "../sql/scores.js";
import { id, raw, type Sql, sql } from "../sql/sql.js";
import { type LocalPublishing, reconcile, type Sink } from "./sink.js";

/**
 * A DuckDB database file: clv_scores_history keeps one slice an as-of date, clv_scores is the view of the latest one,
 * clv_runs, clv_model_parameters and clv_segments keep those of each run. One transaction: readers see all of it or nothing.
 */
export const publishToDuckDb: Sink<"duckdb", LocalPublishing> = async ({ path }, publishing) => {
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw diskError(error);
  });
  const scores = sql`read_parquet(${publishing.scoresFile})`;
  const options = {
    access: "READ_WRITE",
    bounds: publishing.config.engine,
    refused: "SINK_REFUSED",
  } as const;
  const reconciled = await withDuckDbFile(path, options, async (file) => {
    await file.execute(raw("begin"));
    try {
      await replaceRows(
        file,
        "clv_scores_history",
        sql`select * from ${scores}`,
        sql`as_of = date ${publishing.asOf}`,
      );
      for (const { table, rows } of publishing.records)
        await replaceRows(file, table, rows, sql`run_id = ${publishing.runId}`);
      await file.execute(sql`create or replace view clv_scores as
select * from clv_scores_history where as_of = (select max(as_of) from clv_scores_history)`);
      const slice = sql`clv_scores_history where as_of = date ${publishing.asOf}`;
      const [row] = await file.rows(reconciledSums(slice, publishing.longestHorizonDays));
      const sums = reconcile(path, row, publishing.expected);
      publishing.signal.throwIfAborted();
      await file.execute(raw("commit"));
      return sums;
    } catch (error) {
      await file.execute(raw("rollback")).catch(() => undefined);
      throw error;
    }
  });
  return {
    to: "duckdb",
    path,
    tables: ["clv_scores", "clv_scores_history", ...publishing.records.map((r) => r.table)],
    reconciled,
  };
};

/** Creates the table if need be, adds columns that are new to it, and puts the rows in place of those that `where` selects. */
async function replaceRows(file: DuckDbFile, table: string, rows: Sql, where: Sql): Promise<void> {
  await file.execute(sql`create table if not exists ${id(table)} as ${rows} limit 0`);
  const columns = async (of: Sql): Promise<Map<string, string>> =>
    new Map(
      (await file.rows(sql`describe ${of}`)).map((c) => [String(c.column_name), String(c.column_type)]),
    );
  const existing = await columns(sql`select * from ${id(table)}`);
  for (const [name, type] of await columns(rows))
    if (!existing.has(name))
      await file.execute(sql`alter table ${id(table)} add column ${id(name)} ${raw(type)}`);
  await file.execute(sql`delete from ${id(table)} where ${where}`);
  await file.execute(sql`insert into ${id(table)} by name ${rows}`);
}
