import { type Sql, sql } from "../sql/sql.js";
/** A path as the engine's readers take it literally: these characters begin a pattern there. */
export function literalPath(path: string): string {
  return path.replace(/[[*?]/g, "[$&]");
}

/** The rows of a Parquet file, usable after FROM. */
export function parquetRelation(file: string): Sql {
  return sql`read_parquet(${literalPath(file)}, hive_partitioning = false)`;
}
