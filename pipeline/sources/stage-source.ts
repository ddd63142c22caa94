import { ClvError } from "../errors.js";
import type { StoredReading } from "../ingested/readings.js";
import { type ForgottenHashes, redactedRows } from "../sql/forgotten-rows.js";
import { type MappedColumns, type ParseOptions, parseRows } from "../sql/parse-rows.js";
import { id, type Sql } from "../sql/sql.js";
import { type StagedFacts, stagedFacts } from "../sql/staged-facts.js";
import type { StageContext } from "../stage.js";
import { mapColumns } from "./map-columns.js";
import { needsOrder, rowsOfOrders } from "./order-rows.js";
import { isQueried, queriedKind } from "./queried-file.js";
import type { SourceFile } from "./source-file.js";
import type { SourceKind, SourceRelation } from "./source-kind.js";
import { fileKind, sourceKinds } from "./source-kinds.js";

/** How rows are read: what the statement that parses them asks for, and whose rows are dropped. */
export interface ReadOptions extends ParseOptions {
  readonly forgotten: ForgottenHashes | null;
}

/** A source file parsed into a table of the run: one row a source row that could be split. */
export interface StagedSource {
  readonly file: SourceFile;
  /** Where it was read from; null for a reading that an earlier run had made. */
  readonly source: SourceRelation | null;
  /** What an earlier run had made of the file. */
  readonly reading: StoredReading | null;
  readonly table: Sql;
  readonly tableName: string;
  /** Source rows: those in the table and those that could not be split. */
  readonly rows: number;
  readonly unsplittable: number;
  /** Whether the table has the columns of transactions and no others but a reason. */
  readonly isBare: boolean;
  /** Null for a table of a server. */
  readonly facts: StagedFacts | null;
}

/**
 * Parses one source file. Text goes through the engine's CSV reader when the file is plain and the reader yields
 * exactly one row a line; otherwise through our splitter, which accounts for every line.
 */
export async function stageSource(
  file: SourceFile,
  index: number,
  work: string,
  options: ReadOptions,
  context: StageContext,
): Promise<StagedSource> {
  const isOverQuery = isQueried(file, context.config.source.query);
  const kind = isOverQuery ? queriedKind(fileKind(file.format)) : sourceKinds[file.format];
  const plain = needsOrder(context.config) ? null : ((await kind.openPlain?.(file, context)) ?? null);
  if (plain !== null) {
    const staged = await stagePlain(file, plain, index, options, context);
    if (staged) return staged;
    context.log(`${file.name}: not one record a line; splitting it with care`);
  }
  const staged = await stageOpened(kind, file, index, work, options, context);
  const expected = staged.source?.expectedRows ?? null;
  if (expected !== null && staged.rows !== expected + staged.unsplittable)
    throw new ClvError(
      "SOURCE_UNREADABLE",
      `${file.name}: ${expected} records were split but ${staged.rows} were read. Please report this file's shape as a bug.`,
    );
  return staged;
}

/** A typed file that the engine cannot read, because it is cut off for example, is the file's fault. */
async function stageOpened(
  kind: SourceKind,
  file: SourceFile,
  index: number,
  work: string,
  options: ReadOptions,
  context: StageContext,
): Promise<StagedSource> {
  try {
    return await stage(file, await kind.open(file, index, work, context), index, options, context);
  } catch (error) {
    if (!(error instanceof ClvError) || error.code !== "ENGINE_REFUSED" || !kind.isTyped) throw error;
    throw new ClvError(
      "SOURCE_UNREADABLE",
      `${file.name} cannot be read as ${file.format}: ${error.message.split("\n")[0]}`,
      { cause: error },
    );
  }
}

/** Null when the engine refuses a line, or yields more or fewer rows than the file has lines. */
async function stagePlain(
  file: SourceFile,
  source: SourceRelation,
  index: number,
  options: ReadOptions,
  context: StageContext,
): Promise<StagedSource | null> {
  try {
    const staged = await stage(file, source, index, options, context);
    return staged.rows === source.expectedRows ? staged : null;
  } catch (error) {
    if (error instanceof ClvError && error.code === "ENGINE_REFUSED") return null;
    throw error;
  }
}

/** What a parsed source is called until its rows are transactions. */
export const stagedTable = (index: number): string => `staged_${index}`;

async function stage(
  file: SourceFile,
  source: SourceRelation,
  index: number,
  options: ReadOptions,
  context: StageContext,
): Promise<StagedSource> {
  const { engine, config, signal } = context;
  const columns = {
    ...mapColumns(config.columns, source.columns, file.name, config.ingest.exclude),
    line: source.line,
    broken: source.broken,
    ...(source.identity && { all: source.identity }),
    ...(source.keepsText === true && {
      rawText: source.columns.map(({ name }) => ({ name, value: id(name) })),
    }),
  };
  const tableName = stagedTable(index);
  const rowsOf = rowsOfOrders(source.relation, columns, file.name, context);
  const parsed = parsedRows(rowsOf.relation, rowsOf.columns, options, context);
  const rows = await engine.materialize(
    { name: tableName },
    await withoutForgotten(parsed, options, context),
    signal,
  );
  const unsplittable = source.unsplittable?.rows ?? 0;
  return {
    file,
    source,
    reading: null,
    table: id(tableName),
    tableName,
    rows: rows + unsplittable,
    unsplittable,
    isBare: source.line === null && source.keepsText !== true,
    facts: engine.readsFiles ? await factsOf(tableName, options.maxDate, context) : null,
  };
}

/** The statement that parses; what an engine cannot read is said as the setting that asks for it. */
function parsedRows(
  relation: Sql,
  columns: MappedColumns,
  options: ReadOptions,
  { engine, config }: StageContext,
): Sql {
  try {
    return parseRows(engine.dialect, relation, columns, config, options);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ClvError("CONFIG_INVALID", `ingest.dateFormat: ${cause.message}`, { cause });
  }
}

/** Parsed rows without those of forgotten customers, which are never written. */
async function withoutForgotten(
  parsed: Sql,
  { forgotten }: ReadOptions,
  { engine }: StageContext,
): Promise<Sql> {
  if (forgotten === null) return parsed;
  const columns = (await engine.describe(parsed)).map(({ name }) => name);
  return redactedRows(engine.dialect, parsed, columns, forgotten);
}

async function factsOf(
  tableName: string,
  maxDate: string,
  { engine, signal }: StageContext,
): Promise<StagedFacts> {
  const [row] = await engine.rows(stagedFacts(id(tableName), maxDate), signal);
  const day = (value: unknown): string | null =>
    value === null || value === undefined ? null : String(value);
  return {
    rejected: Number(row?.rejected),
    forgotten: Number(row?.forgotten),
    lastDay: day(row?.last_day),
    nextDay: day(row?.next_day),
  };
}
