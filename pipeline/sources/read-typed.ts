import type { Engine } from "../engines/engine.js";
import { id, raw, type Sql, sql } from "../sql/sql.js";
import { withoutFarTimes } from "./far-times.js";
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
  const near = (value: Sql, declared: string): Sql =>
    engine.dialect.name === "duckdb" ? withoutFarTimes(value, declared) : value;
  const columns = offeredColumns(own).map((column) => ({
    ...column,
    value: near(column.value, column.declared ?? ""),
  }));
  const rawText = engine.dialect.rowJson(
    own.map(({ name, type }) => ({ name, value: near(id(name), type) })),
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
