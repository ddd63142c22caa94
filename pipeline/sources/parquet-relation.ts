import { type Sql, sql } from "../sql/sql.js";
import { literalPath } from "./literal-path.js";

/** The rows of a file of the store, usable after FROM. */
export function partRelation(file: string): Sql {
  return sql`read_parquet(${literalPath(file)}, hive_partitioning = false)`;
}
