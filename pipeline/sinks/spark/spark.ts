import type { PublishedOutput } from "../../artifacts/publication.js";
import type { TargetOf } from "../../config/config.js";
import { connectionOf, isWithEngine } from "../../config/connections.js";
import type { Engine } from "../../engines/engine.js";
import { openSpark } from "../../engines/spark/spark.js";
import { uniqueId } from "../../files/unique-id.js";
import { customerHistory, historyDates, horizonsIn } from "../../sql/customer-history.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { latestOf } from "../../time/calendar.js";
import { type Publishing, reconcile, recordsIn, sumsOf } from "../sink.js";
import { slicesChangedBy } from "../slices-changed.js";
import { viewHead } from "./comments.js";
import { folderDates } from "./folders.js";
import { replacePartition } from "./replace-partition.js";

const history = "clv_scores_history";
const customers = "clv_customer_history";
const slices = "clv.slices";

/**
 * Tables of a Spark database, or Parquet folders below an address such as s3://bucket/clv.
 *
 * In a database each as-of date has a table of its own, and what people read are views over those: clv_scores the latest
 * one, clv_scores_history all of them, clv_customer_history what changed from one to the next. A view is replaced as a whole, so a reader sees the old scores or the new; a
 * table that is no longer named is dropped by the publish after the next, when its readers are gone.
 * clv_runs, clv_model_parameters and clv_segments have a partition a run, clv_monitoring one an as-of date.
 *
 * Folders have no such switch: clv_scores_history/as_of=<day>, clv_customer_history/as_of=<day> and clv_scores are
 * overwritten one after the other by Spark's own commit, the current scores last.
 */
export async function publishToSpark(
  target: TargetOf<"spark">,
  publishing: Publishing,
): Promise<PublishedOutput> {
  const { config, env, warn, runId } = publishing;
  if (isWithEngine("spark", target.connection, config))
    return publishWithin(target.path, publishing.engine, publishing.scores, publishing);
  const server = await openSpark({
    connection: connectionOf("spark", target.connection, config),
    env,
    warn,
    database: `${config.engine.namespace}_${runId.replace(/[^a-z0-9]/gi, "_")}_published`,
  });
  const copy = { name: "scores" };
  try {
    const { engine, scores, signal } = publishing;
    await server.load(copy, engine.query(sql`select * from ${scores}`, signal), signal);
    const { records, drop } = await recordsIn(server, publishing);
    const copied = { ...publishing, records };
    return await publishWithin(target.path, server, server.dialect.table(copy.name), copied).finally(drop);
  } finally {
    await server.drop(copy).catch(() => undefined);
    await server.close();
  }
}

async function publishWithin(
  path: string,
  server: Engine,
  scores: Sql,
  publishing: Publishing,
): Promise<PublishedOutput> {
  const publish = path.includes("/") ? intoFolders : intoDatabase;
  return publish(path, server, scores, publishing);
}

async function intoFolders(
  path: string,
  server: Engine,
  scores: Sql,
  publishing: Publishing,
): Promise<PublishedOutput> {
  const { asOf, runId, records, expected, signal } = publishing;
  const folder = path.replace(/\/+$/, "");
  const write = (name: string, rows: Sql): Promise<void> =>
    server.execute(sql`insert overwrite directory ${`${folder}/${name}`} using parquet ${rows}`, signal);
  const slice = `${history}/as_of=${asOf}`;
  await write(slice, sql`select * from ${scores}`);
  const [sums] = await server.rows(sumsOf(sql`parquet.${id(`${folder}/${slice}`)}`, publishing), signal);
  const reconciled = reconcile(path, sums, expected);
  for (const { table, rows, replaces } of records)
    await write(`${table}/${replaces === "run" ? `run_id=${runId}` : `as_of=${asOf}`}`, rows);
  await writeCustomerSlices(folder, asOf, server, write);
  const found = await server
    .rows(sql`select max(cast(as_of as string)) as latest from parquet.${id(`${folder}/clv_scores`)}`, signal)
    .catch(() => []);
  const shown = latestOf([asOf, String(found[0]?.latest ?? "")]);
  const isLatest = shown === asOf;
  if (isLatest) await write("clv_scores", sql`select * from parquet.${id(`${folder}/${slice}`)}`);
  const tables = [
    ...(isLatest ? ["clv_scores"] : []),
    slice,
    `${customers}/as_of=${asOf}`,
    ...records.map((r) => r.table),
  ];
  return { to: "spark", path, tables, shown, reconciled };
}

/** Those slices of clv_customer_history that publishing a date changes. */
async function writeCustomerSlices(
  folder: string,
  published: string,
  server: Engine,
  write: (name: string, rows: Sql) => Promise<void>,
): Promise<void> {
  const scoresOf = async (day: string) => {
    const relation = sql`parquet.${id(`${folder}/${history}/as_of=${day}`)}`;
    return { relation, horizons: horizonsIn(await server.describe(sql`select * from ${relation}`)) };
  };
  const [dates, known] = [
    await folderDates(server, folder, history),
    await folderDates(server, folder, customers),
  ];
  for (const { asOf, previous } of slicesChangedBy(published, dates, known)) {
    const [now, before] = [await scoresOf(asOf), await scoresOf(previous ?? asOf)];
    const days = sql`select date ${asOf} as as_of, cast(${previous} as date) as previous_as_of`;
    await write(`${customers}/as_of=${asOf}`, customerHistory(now, before, days));
  }
}

async function intoDatabase(
  database: string,
  server: Engine,
  scores: Sql,
  publishing: Publishing,
): Promise<PublishedOutput> {
  const { asOf, runId, records, expected, signal } = publishing;
  const named = (table: string): Sql => sql`${id(database)}.${id(table)}`;
  const run = (statement: Sql): Promise<void> => server.execute(statement, signal);
  await run(sql`create database if not exists ${id(database)}`);

  const shown = await shownSlices(server, named(history), signal);
  const slice = `clv_scores_slice_${asOf.replaceAll("-", "")}_${uniqueId().slice(0, 8)}`;
  await run(sql`create table ${named(slice)} using parquet as select * from ${scores}`);
  try {
    const [sums] = await server.rows(sumsOf(named(slice), publishing), signal);
    const reconciled = reconcile(database, sums, expected);
    for (const { table, rows, replaces } of records) {
      const partition = replaces === "run" ? sql`run_id = ${runId}` : sql`as_of = date ${asOf}`;
      await replacePartition({ table, named: named(table) }, rows, replaces, partition, server);
    }
    const kept = shown.filter((name) => dayOf(name) !== dayOf(slice));
    const next = [...kept, slice].sort();
    const latest = next.at(-1)!;
    const isLatest = latest === slice;
    await run(await historyView(named(history), next.map(named), next, server));
    const horizons = horizonsIn(await server.describe(sql`select * from ${named(history)}`));
    const dated = { relation: named(history), horizons };
    const view = async (name: string, select: Sql): Promise<void> =>
      run(
        sql`create or replace view ${named(name)} ${viewHead(name, await server.describe(select))} as ${select}`,
      );
    await view(customers, customerHistory(dated, dated, historyDates(named(history))));
    if (isLatest) await view("clv_scores", sql`select * from ${named(slice)}`);
    await dropForgotten(server, database, [...shown, slice], signal);
    return {
      to: "spark",
      path: database,
      tables: [...(isLatest ? ["clv_scores"] : []), history, customers, ...records.map((r) => r.table)],
      shown: dateOf(latest),
      reconciled,
    };
  } catch (error) {
    const current = await shownSlices(server, named(history)).catch(() => [slice]);
    if (!current.includes(slice))
      await server.execute(sql`drop table if exists ${named(slice)}`).catch(() => undefined);
    throw error;
  }
}

const dayOf = (slice: string): string => slice.slice(0, -9);
const dateOf = (slice: string): string =>
  dayOf(slice)
    .slice(-8)
    .replace(/^(....)(..)/, "$1-$2-");

/** The tables that the history view names; none when there is no such view. */
async function shownSlices(server: Engine, view: Sql, signal?: AbortSignal): Promise<string[]> {
  const found = await server.rows(sql`show tblproperties ${view} (${slices})`, signal).catch(() => []);
  const value = String(found[0]?.value ?? "");
  return value.startsWith("clv_scores_slice_") ? value.split(",") : [];
}

/** All slices by the union of their columns; a column that a slice lacks is NULL there. */
async function historyView(
  view: Sql,
  tables: readonly Sql[],
  names: readonly string[],
  server: Engine,
): Promise<Sql> {
  const described = await Promise.all(tables.map((table) => server.describe(sql`select * from ${table}`)));
  const types = new Map(described.flat().map(({ name, type }) => [name, type]));
  const columns = [...types].map(([name, type]) => ({ name, type }));
  const selects = tables.map((table, i) => {
    const own = new Set(described[i]!.map(({ name }) => name));
    const selected = columns.map(({ name, type }) =>
      own.has(name) ? id(name) : sql`cast(null as ${raw(type)}) as ${id(name)}`,
    );
    return sql`select ${list(selected)} from ${table}`;
  });
  return sql`create or replace view ${view} ${viewHead(history, columns)} tblproperties (${slices} = ${names.join(",")}) as ${list(selects, " union all ")}`;
}

/** Slices that neither the present view nor the one before it names. */
async function dropForgotten(
  server: Engine,
  database: string,
  known: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const found = await server.rows(sql`show tables in ${id(database)} like 'clv_scores_slice_*'`, signal);
  for (const { tableName } of found)
    if (!known.includes(String(tableName)))
      await server.execute(sql`drop table if exists ${id(database)}.${id(String(tableName))}`, signal);
}
