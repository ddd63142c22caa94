import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { RecordBatch } from "apache-arrow";
import { replaceFile } from "../replace-file.js";
import { readArrowBatches } from "../sources/arrow-ipc.js";
import { reconciledSums } from "../sql/scores.js";
import { raw, type Sql, sql } from "../sql/sql.js";
import { writeArrowFile } from "./arrow-file.js";
import { type Publishing, reconcile, type Sink } from "./sink.js";

type Format = "parquet" | "csv" | "arrow";

/**
 * A folder of files: clv_scores.<format>, clv_scores_history/<as-of>.<format>, clv_runs/<run>.<format> and
 * clv_model_parameters/<run>.<format>. Everything is written and checked under temporary names first; then each file
 * takes its place by a rename, the current scores last, so that no reader sees half a file.
 */
export const publishToFiles: Sink = async ({ to, path: folder }, publishing) => {
  const format = to as Format;
  const { asOf, runId } = publishing;
  const name = (table: string, slice?: string): string =>
    slice === undefined ? `${table}.${format}` : join(table, `${slice}.${format}`);
  const files = {
    history: name("clv_scores_history", asOf),
    run: name("clv_runs", runId),
    parameters: name("clv_model_parameters", runId),
    scores: name("clv_scores"),
  };
  for (const table of ["clv_scores_history", "clv_runs", "clv_model_parameters"])
    await mkdir(join(folder, table), { recursive: true });
  const temporary = (file: string): string => join(folder, `${file}.part`);
  const ordered = sql`select * from read_parquet(${publishing.scoresFile}) order by customer_id`;
  try {
    if (format === "parquet") await copyFile(publishing.scoresFile, temporary(files.scores));
    else await write(format, ordered, temporary(files.scores), publishing);
    const sums = await readBack(format, temporary(files.scores), publishing);
    const reconciled = reconcile(join(folder, files.scores), sums, publishing.expected);
    await copyFile(temporary(files.scores), temporary(files.history));
    await write(format, publishing.runRow, temporary(files.run), publishing);
    await write(format, publishing.parameterRows, temporary(files.parameters), publishing);
    publishing.signal.throwIfAborted();
    const order = [files.history, files.run, files.parameters, files.scores];
    for (const file of order) await replaceFile(temporary(file), join(folder, file));
    return { to, path: folder, tables: order.toReversed(), reconciled };
  } finally {
    for (const file of Object.values(files)) await rm(temporary(file), { force: true });
  }
};

async function write(
  format: Format,
  select: Sql,
  path: string,
  { engine, signal }: Publishing,
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

async function readBack(format: Format, path: string, { engine, longestHorizonDays, signal }: Publishing) {
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
