import { chmod } from "node:fs/promises";
import { dirname } from "node:path";
import type { PublishedOutput } from "../../artifacts/publication.js";
import type { TargetOf } from "../../config/config.js";
import { type DuckDbFile, withDuckDbFile } from "../../engines/duckdb/file.js";
import { diskError } from "../../files/disk-errors.js";
import { makeFolder } from "../../files/folders.js";
import { customerHistory, historyDates, horizonsIn } from "../../sql/customer-history.js";
import { id, raw, type Sql, sql } from "../../sql/sql.js";
import { exists } from "../file-layout.js";
import { type LocalPublishing, reconcile, type Sink, sumsOf } from "../sink.js";
import { addComments } from "./comments.js";

/**
 * A DuckDB database file: clv_scores_history keeps one slice an as-of date, clv_scores is the view of the latest one,
 * clv_customer_history the view of what changed from one to the next. clv_runs, clv_model_parameters and clv_segments keep
 * the rows of each run, clv_monitoring those of each date. One transaction: readers see all of it or nothing.
 */
async function publishToDuckDb(
  { path, fileMode }: TargetOf<"duckdb">,
  publishing: LocalPublishing,
): Promise<PublishedOutput> {
  await makeFolder(dirname(path)).catch((error: unknown) => {
    throw diskError(error);
  });
  const scores = sql`read_parquet(${publishing.scoresFile})`;
  const options = {
    access: "READ_WRITE",
    bounds: publishing.config.engine,
    refused: "SINK_REFUSED",
  } as const;
  const published = await withDuckDbFile(path, options, async (file) => {
    // a commit goes into the file itself: what a killed process leaves needs no log beside it, which other versions cannot read
    await file.execute(sql`set checkpoint_threshold = ${"0KB"}`);
    if (fileMode !== undefined) await chmod(path, Number.parseInt(fileMode, 8));
    await file.execute(raw("begin"));
    try {
      const tables = tablesOf(publishing, scores);
      for (const { table, rows } of tables) await makeReady(file, table, rows);
      const shown = await views(file);
      for (const [view, select] of shown)
        await file.execute(sql`create or replace view ${id(view)} as ${select}`);
      await addComments(file, [...tables.map(({ table }) => table), ...shown.map(([view]) => view)]);
      for (const { table, rows, where } of tables) {
        await file.execute(sql`delete from ${id(table)} where ${where}`);
        await file.execute(sql`insert into ${id(table)} by name ${rows}`);
      }
      const slice = sql`clv_scores_history where as_of = date ${publishing.asOf}`;
      const [row] = await file.rows(sumsOf(slice, publishing));
      const reconciled = reconcile(path, row, publishing.expected);
      const [latest] = await file.rows(
        raw("select cast(max(as_of) as varchar) as shown from clv_scores_history"),
      );
      publishing.signal.throwIfAborted();
      await file.execute(raw("commit"));
      return { reconciled, shown: String(latest?.shown) };
    } catch (error) {
      await file.execute(raw("rollback")).catch(() => undefined);
      throw error;
    }
  });
  return {
    to: "duckdb",
    path,
    tables: [
      "clv_scores",
      "clv_scores_history",
      "clv_customer_history",
      ...publishing.records.map((r) => r.table),
    ],
    ...published,
  };
}

export const duckDbSink: Sink<TargetOf<"duckdb">> = {
  publish: async (target, publishing, local) =>
    publishToDuckDb(target, { ...publishing, ...(await local.open()) }),
  isIntact: ({ path }) => exists(path),
  files: (path) => ({ folder: dirname(path), isPublished: (file) => file === path }),
};

/** What people read besides tables; made again at each publication, since columns come and go. */
async function views(file: DuckDbFile): Promise<[name: string, select: Sql][]> {
  const history = raw("clv_scores_history");
  const columns = await file.rows(sql`describe ${history}`);
  const horizons = horizonsIn(columns.map((c) => ({ name: String(c.column_name) })));
  const scores = { relation: history, horizons };
  return [
    ["clv_scores", sql`select * from ${history} where as_of = (select max(as_of) from ${history})`],
    ["clv_customer_history", customerHistory(scores, scores, historyDates(history))],
  ];
}

/** The tables with the rows that are put in the place of those that `where` selects. */
function tablesOf(
  { runId, asOf, records }: LocalPublishing,
  scores: Sql,
): { table: string; rows: Sql; where: Sql }[] {
  const ofRun = sql`run_id = ${runId}`;
  const ofDate = sql`as_of = date ${asOf}`;
  return [
    { table: "clv_scores_history", rows: sql`select * from ${scores}`, where: ofDate },
    ...records.map(({ table, rows, replaces }) => ({
      ...{ table, rows },
      where: replaces === "run" ? ofRun : sql`${ofRun} or ${ofDate}`,
    })),
  ];
}

/** Creates the table if need be, and adds columns that are new to it. */
async function makeReady(file: DuckDbFile, table: string, rows: Sql): Promise<void> {
  await file.execute(sql`create table if not exists ${id(table)} as ${rows} limit 0`);
  const columns = async (of: Sql): Promise<Map<string, string>> =>
    new Map(
      (await file.rows(sql`describe ${of}`)).map((c) => [String(c.column_name), String(c.column_type)]),
    );
  const existing = await columns(sql`select * from ${id(table)}`);
  for (const [name, type] of await columns(rows))
    if (!existing.has(name))
      await file.execute(sql`alter table ${id(table)} add column ${id(name)} ${raw(type)}`);
}
