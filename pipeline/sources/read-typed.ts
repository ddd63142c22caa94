import type { Engine } from "../engines/engine.js";
import { id, raw, type Sql, sql } from "../sql/sql.js";
import { offeredColumns } from "./offered-column.js";
import type { SourceRelation } from "./source-kind.js";

/** What a source is called in the engine while it is read. */
export const sourceTable = (index: number): string => `source_${index}`;

/** The row number of a Parquet file that is read with `file_row_number`. */
export const fileRowNumber = raw("file_row_number + 1");

/** Rows whose columns have names and types of their own. */
export async function typedRelation(
  engine: Engine,
  relation: Sql,
  line: Sql | null,
): Promise<SourceRelation> {
  const described = await engine.describe(sql`select * from ${relation}`);
  const own = described.filter((c) => c.name !== "file_row_number");
  const columns = offeredColumns(own);
  const rawText = engine.dialect.rowJson(
    own.map((column) => ({ name: column.name, value: id(column.name) })),
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
