import { tableFile } from "../runs/layout.js";
import { listMark } from "../sources/forgotten-list.js";
import { parquetRelation } from "../sources/literal-path.js";
import { rejectedTable } from "../sources/rejected-rows.js";
import type { SourceFile } from "../sources/source-file.js";
import { type ReadOptions, type StagedSource, stagedTable } from "../sources/stage-source.js";
import { namesForgotten } from "../sources/withheld-text.js";
import { forgottenAmong } from "../sql/forgotten-rows.js";
import { id, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { linkOrCopy } from "./reading-store.js";
import type { NewReading, Readings, StoredReading } from "./readings.js";

/**
 * A source file as an earlier run had parsed it, under the same settings; null when it has to be parsed. The days that are
 * believed and the customers that are forgotten may have become others meanwhile, as long as nothing in this file is
 * touched by that.
 */
export async function restoreSource(
  file: SourceFile,
  index: number,
  options: ReadOptions,
  context: StageContext,
): Promise<StagedSource | null> {
  const { engine, config, runDir, ingested, log } = context;
  const found = (await ingested?.find(file, config)) ?? null;
  if (ingested === undefined || found === null) return null;
  const reading = await stillTrue(found, ingested, options, context);
  if (reading === null) return null;
  const tableName = stagedTable(index);
  const table = tableFile(runDir, tableName);
  await linkOrCopy(reading.tableFile, table);
  await engine.execute(
    sql`create or replace view ${id(tableName)} as select * from ${parquetRelation(table)}`,
  );
  log(`${file.name}: as it was read before`);
  const { rows, unsplittable, rejected, forgotten, lastDay, nextDay, hasLines } = reading.record;
  return {
    file,
    source: null,
    reading,
    table: id(tableName),
    tableName,
    rows,
    unsplittable,
    isBare: !hasLines,
    facts: { rejected, forgotten, lastDay, nextDay },
  };
}

/** Hands what was made of a file to later runs. */
export async function keepSource(
  staged: StagedSource,
  { maxDate }: ReadOptions,
  { config, runDir, ingested, forgotten }: StageContext,
): Promise<StoredReading | null> {
  if (ingested === undefined || staged.facts === null) return null;
  const file = (table: string): string => tableFile(runDir, table);
  const { facts, rows, unsplittable } = staged;
  const reading: NewReading = {
    tableFile: file(staged.tableName),
    rejectedFile: facts.rejected + unsplittable > 0 ? file(rejectedTable(staged)) : null,
    record: {
      ...facts,
      rows,
      unsplittable,
      hasLines: !staged.isBare,
      maxDate,
      forgottenList: listMark(forgotten ?? null),
    },
  };
  return ingested.keep(staged.file, config, reading);
}

/** The reading, with its record brought up to date; null where a later maxDate or a forgotten customer makes it another one. */
async function stillTrue(
  reading: StoredReading,
  ingested: Readings,
  options: ReadOptions,
  context: StageContext,
): Promise<StoredReading | null> {
  const { maxDate, lastDay, nextDay, forgottenList: known } = reading.record;
  const sameDays =
    options.maxDate >= maxDate
      ? nextDay === null || nextDay > options.maxDate
      : lastDay === null || lastDay <= options.maxDate;
  if (!sameDays) return null;
  const list = context.forgotten ?? null;
  const mark = listMark(list);
  if (mark.sha256 === known.sha256) return reading;
  const hasGrown =
    known.customers < mark.customers && listMark(list, known.customers).sha256 === known.sha256;
  if (!hasGrown || (await holdsForgotten(reading, context))) return null;
  return ingested.amend(reading, { forgottenList: mark });
}

async function holdsForgotten(
  { tableFile, rejectedFile }: StoredReading,
  { engine, config, signal, forgotten }: StageContext,
): Promise<boolean> {
  if (forgotten === undefined) return false;
  const among = forgottenAmong(engine.dialect, parquetRelation(tableFile), forgotten);
  const [row] = await engine.rows(among, signal);
  if (Number(row?.n) > 0) return true;
  if (rejectedFile === null) return false;
  const names = namesForgotten(forgotten, config.source, config.ingest.foldIds);
  const rejected = sql`select reason, raw_text from ${parquetRelation(rejectedFile)}`;
  for await (const batch of engine.query(rejected, signal)) {
    const [reason, text] = ["reason", "raw_text"].map((name) => batch.getChild(name)!);
    for (let i = 0; i < batch.numRows; i++)
      if (names({ reason: String(reason!.get(i)), text: String(text!.get(i)) })) return true;
  }
  return false;
}
