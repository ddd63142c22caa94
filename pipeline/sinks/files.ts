import { copyFile, mkdir, readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pid } from "node:process";
import type { RecordBatch } from "apache-arrow";
import { diskError } from "../disk-errors.js";
import { ClvError } from "../errors.js";
import { replaceFile } from "../replace-file.js";
import { readArrowBatches } from "../sources/arrow-ipc.js";
import { reconciledSums } from "../sql/scores.js";
import { raw, type Sql, sql } from "../sql/sql.js";
import { writeArrowFile } from "./arrow-file.js";
import { type LocalPublishing, reconcile, type Sink } from "./sink.js";

type Format = "parquet" | "csv" | "arrow";

/**
 * A folder of files: clv_scores.<format> (the latest as-of date), clv_scores_history/<as-of>.<format>,
 * and for clv_runs, clv_model_parameters and clv_segments <table>/<run>.<format>. Everything is written and checked under temporary
 * names first; then each file takes its place by a rename, the current scores last, so that no reader sees half a file.
 */
export const publishToFiles: Sink<Format, LocalPublishing> = async ({ to, path: folder }, publishing) => {
  const format = to;
  const { asOf, runId } = publishing;
  const file = (table: string, slice: string): string => join(table, `${slice}.${format}`);
  const history = file("clv_scores_history", asOf);
  const records = publishing.records.map(({ table, rows }) => ({ name: file(table, runId), rows }));
  const names = [history, ...records.map((r) => r.name)];
  const current = `clv_scores.${format}`;
  const temporary = (name: string): string => join(folder, `${name}.part-${pid}`);
  const ordered = sql`select * from read_parquet(${publishing.scoresFile}) order by customer_id`;
  try {
    for (const name of names) await mkdir(join(folder, dirname(name)), { recursive: true });
    for (const name of [current, ...names]) await removeLeftovers(join(folder, dirname(name)));
    if (format === "parquet") await copyFile(publishing.scoresFile, temporary(history));
    else await write(format, ordered, temporary(history), publishing);
    const sums = await readBack(format, temporary(history), publishing);
    const reconciled = reconcile(join(folder, current), sums, publishing.expected);
    for (const { name, rows } of records) await write(format, rows, temporary(name), publishing);
    const isLatest = (await latestSlice(join(folder, dirname(history)), format)) <= asOf;
    if (isLatest) await copyFile(temporary(history), temporary(current));
    publishing.signal.throwIfAborted();
    const order = [...names, ...(isLatest ? [current] : [])];
    for (const name of order) await replaceFile(temporary(name), join(folder, name));
    return { to, path: folder, tables: order.toReversed(), reconciled };
  } catch (error) {
    throw refused(error, folder);
  } finally {
    for (const name of [current, ...names]) await rm(temporary(name), { force: true }).catch(() => undefined);
  }
};

/** The latest as-of date there is a slice of; empty when there is none. */
async function latestSlice(folder: string, format: Format): Promise<string> {
  const slices = (await readdir(folder)).filter(
    (name) => /^\d{4}-\d{2}-\d{2}\.\w+$/.test(name) && name.endsWith(`.${format}`),
  );
  return (
    slices
      .map((name) => basename(name, `.${format}`))
      .sort()
      .at(-1) ?? ""
  );
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
  format: Format,
  select: Sql,
  path: string,
  { engine, signal }: LocalPublishing,
): Promise<void> {
  if (format !== "arrow") {
    const options = raw(format === "csv" ? "format csv, header true" : "format parquet");
    await engine.execute(sql`copy (${select}) to ${path} (${options})`, signal);
    return;
  }
  const batches = engine.query(select, signal)[Symbol.asyncIterator]();
  const first = await batches.next();
  if (first.done) throw new Error("a query yielded no batch");
  await writeArrowFile(path, first.value.schema, chain(first.value, batches));
}

async function* chain(first: RecordBatch, rest: AsyncIterator<RecordBatch>): AsyncGenerator<RecordBatch> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function readBack(format: Format, path: string, { engine, longestHorizonDays, signal }: LocalPublishing) {
  if (format === "arrow") {
    const table = { name: "published_back" };
    await engine.load(table, readArrowBatches(path), signal);
    const rows = await engine.rows(
      reconciledSums(engine.dialect.table(table.name), longestHorizonDays),
      signal,
    );
    await engine.drop(table);
    return rows[0];
  }
  const relation =
    format === "csv" ? sql`read_csv(${path}, header = true, sample_size = -1)` : sql`read_parquet(${path})`;
  return (await engine.rows(reconciledSums(relation, longestHorizonDays), signal))[0];
}
