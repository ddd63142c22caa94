import { join } from "node:path";
import { copyFromDuckDb } from "../../engines/duckdb/file.js";
import { sql } from "../../sql/sql.js";
import { literalPath } from "../literal-path.js";
import { fileRowNumber, typedRelation } from "../read-typed.js";
import { duckDbTables, sampleDuckDb } from "../sample-tables.js";
import type { FileKind } from "../source-kind.js";

/** A table or query of a DuckDB database file. */
export const duckdb: FileKind = {
  isTyped: true,
  isLoaded: false,
  recognise: (head) => head.toString("latin1", 8, 12) === "DUCK",
  async open({ path }, index, work, { engine, config }) {
    const copy = join(work, `source_${index}.parquet`);
    await copyFromDuckDb(path, config, copy);
    return typedRelation(
      engine,
      sql`read_parquet(${literalPath(copy)}, file_row_number = true, hive_partitioning = false)`,
      fileRowNumber,
    );
  },
  /** The writes that are not in the database yet. */
  beside: (path) => [`${path}.wal`],
  sample: (file, share, _engine, choice) => sampleDuckDb(file, share, choice),
  tables: duckDbTables,
};
