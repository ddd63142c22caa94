import { join } from "node:path";
import { queryRelation } from "../engines/duckdb/query-relation.js";
import { id, list, raw, type Sql, sql } from "../sql/sql.js";
import { literalPath } from "./literal-path.js";
import { fileRowNumber, typedRelation } from "./read-typed.js";
import type { SourceFile } from "./source-file.js";
import type { FileContext, FileKind, SourceKind, SourceRelation } from "./source-kind.js";

/** Whether `source.query` is asked of a file whose rows are then the relation `source`; a DuckDB file has tables of its own. */
export function isQueried({ format }: Pick<SourceFile, "format">, query: string | undefined): boolean {
  return query !== undefined && format !== "duckdb" && format !== "postgres" && format !== "spark";
}

/** Files of a kind whose rows go through `source.query` first; what cannot be split stays outside of it, and is rejected. */
export function queriedKind(kind: FileKind): SourceKind {
  return {
    isTyped: kind.isTyped,
    isLoaded: kind.isLoaded,
    open: (file, index, work, context) => openQueried(kind, file, index, work, context),
    ...(kind.beside && { beside: kind.beside }),
  };
}

export async function openQueried(
  kind: FileKind,
  file: SourceFile,
  index: number,
  work: string,
  context: FileContext,
): Promise<SourceRelation> {
  const { engine, config, signal } = context;
  const base = await kind.open(file, index, work, context);
  const out = queryResult(work, index);
  let { relation } = base;
  const files = [file.path, join(work, `source_${index}.csv`), join(work, `source_${index}.lines`)];
  if (kind.isLoaded) {
    const copy = join(work, `loaded_${index}.parquet`);
    await engine.execute(sql`copy (select * from ${relation}) to ${copy} (format parquet)`, signal);
    relation = sql`read_parquet(${literalPath(copy)}, hive_partitioning = false)`;
    files.push(copy);
  }
  const sound = base.broken === null ? raw("true") : sql`not ${base.broken.when}`;
  await queryRelation({
    source: sql`select ${kind.isLoaded ? raw("*") : sourceColumns(base)} from ${relation} where ${sound}`,
    files,
    query: config.source.query!,
    out,
    bounds: config.engine,
  });
  const result = await typedRelation(
    engine,
    sql`read_parquet(${literalPath(out)}, file_row_number = true, hive_partitioning = false)`,
    fileRowNumber,
  );
  return { ...result, unsplittable: await outsideOfQuery(base, context) };
}

/** Where the result of a query over the file lies until its rows are parsed. */
export function queryResult(work: string, index: number): string {
  return join(work, `queried_${index}.parquet`);
}

/** The columns of `source`: those of a typed file as they are, those of text under their names. */
function sourceColumns({ columns }: SourceRelation): Sql {
  if (columns.some((column) => column.declared !== undefined)) return raw("* exclude (file_row_number)");
  return list(
    columns.map(({ name, value }, i) => sql`${value} as ${id(name === "" ? `column${i + 1}` : name)}`),
  );
}

/** Lines that no query sees: those that could not be split, and those that are no JSON. */
async function outsideOfQuery(
  { unsplittable, broken, relation, line }: SourceRelation,
  { engine, signal }: FileContext,
): Promise<SourceRelation["unsplittable"]> {
  if (broken === null) return unsplittable;
  const lost = sql`select ${line!} as line, ${broken.reason} as reason, c1 as raw_text from ${relation} where ${broken.when}`;
  const [row] = await engine.rows(sql`select count(*) as n from (${lost}) l`, signal);
  const rows = Number(row?.n ?? 0) + (unsplittable?.rows ?? 0);
  return { rows, select: unsplittable === null ? lost : sql`${lost} union all ${unsplittable.select}` };
}
