import { isDatabase } from "../connections.js";
import { ClvError } from "../errors.js";
import { type MappedColumns, type ParseOptions, parseRows } from "../sql/parse-rows.js";
import { id, type Sql, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { literalPath } from "./literal-path.js";
import { mapColumns } from "./map-columns.js";
import { openTyped, type SourceRelation } from "./read-source.js";
import { isPlain, openNormalised, openPlain } from "./read-text.js";
import type { SourceFile } from "./source-file.js";

/** A source file parsed into a table of the run: one row a source row that could be split. */
export interface StagedSource {
  readonly file: SourceFile;
  readonly source: SourceRelation;
  readonly table: Sql;
  readonly tableName: string;
  /** Source rows: those in the table and those that could not be split. */
  readonly rows: number;
}

/**
 * Parses one source file. Text goes through the engine's CSV reader when the file is plain and the reader yields
 * exactly one row a line; otherwise through our splitter, which accounts for every line.
 */
export async function stageSource(
  file: SourceFile,
  index: number,
  work: string,
  parsing: ParseOptions,
  context: StageContext,
): Promise<StagedSource> {
  if (file.format !== "text" && file.format !== "jsonl")
    return stageTyped(file, index, work, parsing, context);
  if (isPlain(file, context.config.source)) {
    const staged = await stagePlain(file, index, parsing, context);
    if (staged) return staged;
    context.log(`${file.name}: not one record a line; splitting it with care`);
  }
  const source = await openNormalised(file, index, work, context);
  const staged = await stage(file, source, index, parsing, context);
  if (staged.rows !== (source.expectedRows ?? 0) + (source.unsplittable?.rows ?? 0))
    throw new ClvError(
      "SOURCE_UNREADABLE",
      `${file.name}: ${source.expectedRows} records were split but ${staged.rows} were read. Please report this file's shape as a bug.`,
    );
  return staged;
}

/** A typed file that the engine cannot read, because it is cut off for example, is the file's fault. */
async function stageTyped(
  file: SourceFile,
  index: number,
  work: string,
  parsing: ParseOptions,
  context: StageContext,
): Promise<StagedSource> {
  try {
    return await stage(file, await openTyped(file, index, work, context), index, parsing, context);
  } catch (error) {
    if (!(error instanceof ClvError) || error.code !== "ENGINE_REFUSED" || isDatabase(file.format))
      throw error;
    throw new ClvError(
      "SOURCE_UNREADABLE",
      `${file.name} cannot be read as ${file.format}: ${error.message.split("\n")[0]}`,
      {
        cause: error,
      },
    );
  }
}

/** Null when the engine refuses a line, or yields more or fewer rows than the file has lines. */
async function stagePlain(
  file: SourceFile,
  index: number,
  parsing: ParseOptions,
  context: StageContext,
): Promise<StagedSource | null> {
  const source = await openPlain(file, context);
  try {
    const staged = await stage(file, source, index, parsing, context);
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
  parsing: ParseOptions,
  context: StageContext,
): Promise<StagedSource> {
  const { engine, config, signal } = context;
  const columns = {
    ...mapColumns(config.columns, source.columns, file.name),
    line: source.line,
    broken: source.broken,
    ...(source.keepsText === true && {
      rawText: source.columns.map(({ name }) => ({ name, value: id(name) })),
    }),
  };
  const tableName = stagedTable(index);
  const rows = await engine.materialize(
    { name: tableName },
    parsedRows(source.relation, columns, parsing, context),
    signal,
  );
  return { file, source, table: id(tableName), tableName, rows: rows + (source.unsplittable?.rows ?? 0) };
}

/** The statement that parses; what an engine cannot read is said as the setting that asks for it. */
function parsedRows(
  relation: Sql,
  columns: MappedColumns,
  parsing: ParseOptions,
  { engine, config }: StageContext,
): Sql {
  try {
    return parseRows(engine.dialect, relation, columns, config, parsing);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ClvError("CONFIG_INVALID", `ingest.dateFormat: ${cause.message}`, { cause });
  }
}

/** The rejected rows of a staged source by line: select line, reason. */
export function rejectedLines({ source, tableName }: StagedSource, tableFile: (name: string) => string): Sql {
  if (source.line !== null)
    return sql`select line, reason from ${id(tableName)} where reason is not null order by line`;
  return sql`select file_row_number + ${source.firstLine} as line, reason
from read_parquet(${literalPath(tableFile(tableName))}, file_row_number = true) where reason is not null order by line`;
}
