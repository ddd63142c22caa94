import { chmod, copyFile, readdir, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pid } from "node:process";
import type { RecordBatch } from "apache-arrow";
import type { PublishedOutput } from "../../artifacts/publication.js";
import type { TargetOf } from "../../config/config.js";
import type { Engine } from "../../engines/engine.js";
import { ClvError } from "../../errors.js";
import { diskError } from "../../files/disk-errors.js";
import { makeFolder } from "../../files/folders.js";
import { readArrowBatches } from "../../files/read-arrow.js";
import { replaceFile } from "../../files/replace-file.js";
import { writeArrowFile } from "../../files/write-arrow.js";
import { spreadsheetText } from "../../sql/spreadsheet-text.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { latestOf } from "../../time/calendar.js";
import { changedSlices, writeCustomerSlice } from "../customer-slices.js";
import { exists, type Format, flatSlices, sliceDates, sliceFile, temporaryFile } from "../file-layout.js";
import { type LocalPublishing, reconcile, type Sink, sumsOf } from "../sink.js";

/**
 * A folder of files: clv_scores.<format> (the latest as-of date), a slice of clv_scores_history and of clv_customer_history
 * for each as-of date, for clv_runs, clv_model_parameters and clv_segments <table>/<run>.<format>, for clv_monitoring
 * <table>/<as-of>.<format>. Slices are clv_scores_history/<as-of>.<format>; in Parquet
 * clv_scores_history/as_of=<as-of>/part-0.parquet, which holds every column but as_of, as readers of partitioned folders
 * expect. Everything is written and checked under temporary names first; then each file takes its place by a
 * rename, the current scores last, so that no reader sees half a file.
 */
async function publishToFiles(
  target: TargetOf<Format>,
  publishing: LocalPublishing,
): Promise<PublishedOutput> {
  const { to, path: folder } = target;
  const format = to;
  const { asOf, runId } = publishing;
  const file = (table: string, slice: string): string => join(table, `${slice}.${format}`);
  const slices = "clv_scores_history";
  const history = join(slices, sliceFile(format, asOf));
  const customers = "clv_customer_history";
  const records = publishing.records.map(({ table, rows, replaces }) => ({
    name: file(table, replaces === "run" ? runId : asOf),
    rows,
  }));
  const names = [history, ...records.map((r) => r.name)];
  const current = `clv_scores.${format}`;
  const temporary = (name: string): string => join(folder, temporaryFile(name, pid));
  const ordered = sql`select * from read_parquet(${publishing.scoresFile}) order by customer_id`;
  try {
    for (const name of names) await makeFolder(join(folder, dirname(name)));
    for (const name of [current, ...names]) await removeLeftovers(join(folder, dirname(name)));
    const slice = format === "parquet" ? withoutAsOf(publishing.scoresFile) : ordered;
    await write(target, slice, temporary(history), publishing);
    const sums = await readBack(format, temporary(history), publishing);
    const reconciled = reconcile(join(folder, current), sums, publishing.expected);
    for (const { name, rows } of records) await write(target, rows, temporary(name), publishing);
    const shown = latestOf([asOf, ...(await sliceDates(join(folder, slices), format))]);
    const isLatest = shown === asOf;
    if (isLatest)
      await copyWithMode(
        format === "parquet" ? publishing.scoresFile : temporary(history),
        temporary(current),
        temporary(history),
      );
    if (format === "parquet") await moveFlatSlices(target, join(folder, slices), publishing);
    for (const slice of await changedSlices(format, join(folder, slices), join(folder, customers), asOf)) {
      const name = join(customers, sliceFile(format, slice.asOf));
      names.push(name);
      await makeFolder(join(folder, dirname(name)));
      await removeLeftovers(join(folder, dirname(name)));
      await writeCustomerSlice(format, slice, join(folder, slices), publishing, (select) =>
        write(target, select, temporary(name), publishing),
      );
    }
    publishing.signal.throwIfAborted();
    const order = [...names, ...(isLatest ? [current] : [])];
    for (const name of order) await replaceFile(temporary(name), join(folder, name));
    if (format === "parquet") await rm(join(folder, slices, `${asOf}.parquet`), { force: true });
    return { to, path: folder, tables: order.toReversed(), shown, reconciled };
  } catch (error) {
    throw refused(error, folder);
  } finally {
    for (const name of [current, ...names]) await rm(temporary(name), { force: true }).catch(() => undefined);
  }
}

export const filesSink: Sink<TargetOf<Format>> = {
  publish: async (target, publishing, local) =>
    publishToFiles(target, { ...publishing, ...(await local.open()) }),
  isIntact: async ({ path, tables }) =>
    (await Promise.all(tables.map((table) => exists(join(path, table))))).every(Boolean),
  files: (path) => ({
    folder: path,
    isPublished: (file) => /^\.?clv_/.test(relative(path, file).split(sep)[0]!),
  }),
};

/** Flat slices of other as-of dates become partitions. The flat one of this date goes once its successor is in place. */
async function moveFlatSlices(
  target: TargetOf<Format>,
  folder: string,
  publishing: LocalPublishing,
): Promise<void> {
  for (const asOf of await flatSlices(folder, "parquet")) {
    if (asOf === publishing.asOf) continue;
    const [flat, partition] = [join(folder, `${asOf}.parquet`), join(folder, sliceFile("parquet", asOf))];
    if (!(await exists(partition))) {
      const temporary = temporaryFile(partition, pid);
      await makeFolder(dirname(partition));
      await write(target, withoutAsOf(flat), temporary, publishing);
      await replaceFile(temporary, partition);
    }
    await rm(flat);
  }
}

/** A Parquet file of scores as a partition holds it: the folder's name holds as_of. */
function withoutAsOf(file: string): Sql {
  return sql`select * exclude (as_of) from read_parquet(${file}, hive_partitioning = ${false})`;
}

/** Unfinished files of a process that was killed while it published; younger ones may still be written by another. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.part-\d+(\.tmp-\d+)?$/.test(name)) continue;
    const info = await stat(join(folder, name)).catch(() => null);
    if (info && Date.now() - info.mtimeMs > 3_600_000) await rm(join(folder, name), { force: true });
  }
}

function refused(error: unknown, folder: string): unknown {
  if (
    !(error instanceof ClvError) ||
    (error.code !== "ENGINE_REFUSED" && error.code !== "ENGINE_OUT_OF_DISK")
  )
    return diskError(error, folder);
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  return new ClvError("SINK_REFUSED", `cannot write ${folder}: ${reason}`, { cause: error });
}

async function write(
  target: TargetOf<Format>,
  select: Sql,
  path: string,
  { engine, signal }: LocalPublishing,
): Promise<void> {
  const { to: format, fileMode } = target;
  if (format === "arrow") await writeBatches(select, path, { engine, signal });
  else {
    const options = raw(format === "csv" ? "format csv, header true" : "format parquet");
    const rows =
      target.to === "csv" && target.escapeFormulas !== false
        ? await withEscapedFormulas(select, engine)
        : select;
    await engine.execute(sql`copy (${rows}) to ${path} (${options})`, signal);
  }
  if (fileMode !== undefined) await chmod(path, Number.parseInt(fileMode, 8));
}

/** A copy that whoever may read the published file `like` may read: that of a run is for its owner alone. */
async function copyWithMode(from: string, to: string, like: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, (await stat(like)).mode & 0o777);
}

/** Rows for a file that may be opened with a spreadsheet. */
export async function withEscapedFormulas(select: Sql, engine: Engine): Promise<Sql> {
  const texts = (await engine.describe(select)).filter(({ type }) => type === "VARCHAR");
  if (texts.length === 0) return select;
  const changed = texts.map(({ name }) => sql`${spreadsheetText(id(name))} as ${id(name)}`);
  return sql`select * replace (${list(changed)}) from (${select}) s`;
}

async function writeBatches(
  select: Sql,
  path: string,
  { engine, signal }: Pick<LocalPublishing, "engine" | "signal">,
): Promise<void> {
  const batches = engine.query(select, signal)[Symbol.asyncIterator]();
  const first = await batches.next();
  if (first.done) throw new Error("a query yielded no batch");
  await writeArrowFile(path, first.value.schema, chain(first.value, batches));
}

async function* chain(first: RecordBatch, rest: AsyncIterator<RecordBatch>): AsyncGenerator<RecordBatch> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function readBack(format: Format, path: string, publishing: LocalPublishing) {
  const { engine, signal } = publishing;
  if (format === "arrow") {
    const table = { name: "published_back" };
    await engine.load(table, readArrowBatches(path), signal);
    const rows = await engine.rows(sumsOf(engine.dialect.table(table.name), publishing), signal);
    await engine.drop(table);
    return rows[0];
  }
  const relation =
    format === "csv" ? sql`read_csv(${path}, header = true, sample_size = -1)` : sql`read_parquet(${path})`;
  return (await engine.rows(sumsOf(relation, publishing), signal))[0];
}
