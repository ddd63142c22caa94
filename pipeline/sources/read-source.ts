import { join } from "node:path";
import { copyFromDuckDb } from "../engines/duckdb-file.js";
import type { Engine } from "../engines/engine.js";
import type { SourceType } from "../sql/dialect.js";
import type { ReasonCode } from "../sql/parse-rows.js";
import { id, raw, type Sql, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { readArrowBatches } from "./arrow-ipc.js";
import { literalPath } from "./literal-path.js";
import type { OfferedColumn } from "./map-columns.js";
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
  /** Lines that could not be split into fields: select line, reason, raw_text. */
  readonly unsplittable: { readonly select: Sql; readonly rows: number } | null;
}

/** Opens a Parquet, Arrow or DuckDB source. `work` is a folder for what has to be written on the way. */
export async function openTyped(
  file: SourceFile,
  index: number,
  work: string,
  context: StageContext,
): Promise<SourceRelation> {
  const { engine, config, signal } = context;
  if (file.format === "arrow") {
    const table = `source_${index}`;
    await engine.load({ name: table }, readArrowBatches(file.path), signal);
    return typed(engine, id(table), raw("rowid + 1"));
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

async function typed(engine: Engine, relation: Sql, line: Sql): Promise<SourceRelation> {
  const described = await engine.describe(sql`select * from ${relation}`);
  const columns = described
    .filter((c) => c.name !== "file_row_number")
    .map(
      (c): OfferedColumn => ({
        name: c.name,
        value: columnValue(c),
        type: sourceType(c.type),
        text: textValue(c),
      }),
    );
  const row = columns.map((c) => sql`${id(c.name)} := ${id(c.name)}`);
  const rawText = sql`cast(to_json(struct_pack(${raw(row.map((r) => r.text).join(", "))})) as varchar)`;
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

function columnValue(column: { name: string; type: string }): Sql {
  const known = ["VARCHAR", "DATE", "BOOLEAN"].includes(column.type) || sourceType(column.type) !== "text";
  return known ? id(column.name) : sql`cast(${id(column.name)} as varchar)`;
}

/** Ids that went through a data frame with gaps are DOUBLE: 12345.0 there, 12345 in every other file. */
function textValue({ name, type }: { name: string; type: string }): Sql | undefined {
  if (type !== "DOUBLE" && type !== "FLOAT") return undefined;
  const value = id(name);
  return sql`case when ${value} = trunc(${value}) and abs(${value}) < 1e15 then cast(cast(${value} as bigint) as varchar) else cast(${value} as varchar) end`;
}

function sourceType(type: string): SourceType {
  if (type === "DATE") return "date";
  if (type === "TIMESTAMP WITH TIME ZONE") return "timestamptz";
  if (type.startsWith("TIMESTAMP")) return "timestamp";
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL)/.test(type)) return "number";
  return "text";
}
