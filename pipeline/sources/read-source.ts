import { join } from "node:path";
import { isDatabase } from "../config/connections.js";
import { copyFromDuckDb } from "../engines/duckdb/file.js";
import type { Engine } from "../engines/engine.js";
import { readArrowBatches } from "../files/read-arrow.js";
import type { ReasonCode } from "../sql/parse-rows.js";
import { id, raw, type Sql, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { openTable } from "./database-source.js";
import { literalPath } from "./literal-path.js";
import type { OfferedColumn } from "./offered-column.js";
import { offeredColumn } from "./offered-column.js";
import type { SourceFile } from "./source-file.js";

/** A source file as a relation of the engine: what `parseRows` reads. */
export interface SourceRelation {
  readonly relation: Sql;
  readonly columns: readonly OfferedColumn[];
  /** The line or row number, or null when rows come in the order of the file from `firstLine` on, none left out. */
  readonly line: Sql | null;
  readonly firstLine: number;
  /** The number of rows that the relation must yield, where it is known beforehand. */
  readonly expectedRows: number | null;
  readonly broken: { readonly when: Sql; readonly reason: ReasonCode } | null;
  /** Raw text of a row as JSON; null for text files, whose lines are read again as they are. */
  readonly rawText: Sql | null;
  /** Whether rejected rows keep their raw text from the first reading on: a table has no line to find them by. */
  readonly keepsText?: boolean;
  /** Lines that could not be split into fields: select line, reason, raw_text. */
  readonly unsplittable: { readonly select: Sql; readonly rows: number } | null;
}

/** Opens a Parquet, Arrow or DuckDB file or a table of a server. `work` is a folder for what has to be written on the way. */
export async function openTyped(
  file: SourceFile,
  index: number,
  work: string,
  context: StageContext,
): Promise<SourceRelation> {
  const { engine, config, signal } = context;
  const table = { name: sourceTable(index) };
  if (isDatabase(file.format)) {
    await openTable(table, context);
    return { ...(await typed(engine, engine.dialect.table(table.name), null)), keepsText: true };
  }
  if (file.format === "arrow") {
    await engine.load(table, readArrowBatches(file.path), signal);
    return typed(engine, id(table.name), raw("rowid + 1"));
  }
  const line = raw("file_row_number + 1");
  if (file.format === "parquet")
    return typed(engine, sql`read_parquet(${literalPath(file.path)}, file_row_number = true)`, line);
  const copy = join(work, `source_${index}.parquet`);
  await copyFromDuckDb(file.path, config, copy);
  return typed(
    engine,
    sql`read_parquet(${literalPath(copy)}, file_row_number = true, hive_partitioning = false)`,
    line,
  );
}

/** What a source is called in the engine while it is read. */
export const sourceTable = (index: number): string => `source_${index}`;

async function typed(engine: Engine, relation: Sql, line: Sql | null): Promise<SourceRelation> {
  const described = await engine.describe(sql`select * from ${relation}`);
  const columns = described.filter((c) => c.name !== "file_row_number").map(offeredColumn);
  const rawText = engine.dialect.rowJson(
    columns.map((column) => ({ name: column.name, value: id(column.name) })),
  );
  return {
    relation,
    columns,
    line,
    firstLine: 1,
    expectedRows: null,
    broken: null,
    rawText,
    unsplittable: null,
  };
}
