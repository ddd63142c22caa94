import { type Sql, sql } from "../sql/sql.js";
import { literalPath } from "./literal-path.js";

/** The rows of a Parquet file, usable after FROM. */
export function parquetRelation(file: string): Sql {
  return sql`read_parquet(${literalPath(file)}, hive_partitioning = false)`;
}
