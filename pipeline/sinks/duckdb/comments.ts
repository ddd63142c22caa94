import type { DuckDbFile } from "../../engines/duckdb/file.js";
import { id, raw, sql } from "../../sql/sql.js";
import { describeColumn, describeTable } from "../column-descriptions.js";

/** Comments on a table or view of a warehouse and its columns, where they have none: people's own words stay. */
export async function addComments(file: DuckDbFile, kind: "table" | "view", name: string): Promise<void> {
  const [relation] = await file.rows(
    sql`select comment from ${raw(`duckdb_${kind}s()`)} where database_name = current_database() and schema_name = 'main' and ${raw(`${kind}_name`)} = ${name}`,
  );
  const about = describeTable(name);
  if (about !== null && relation?.comment === null)
    await file.execute(sql`comment on ${raw(kind)} ${id(name)} is ${about}`);
  const bare = await file.rows(
    sql`select column_name from duckdb_columns() where database_name = current_database() and schema_name = 'main' and table_name = ${name} and comment is null`,
  );
  for (const { column_name } of bare) {
    const column = String(column_name);
    const text = describeColumn(name, column);
    if (text !== null) await file.execute(sql`comment on column ${id(name)}.${id(column)} is ${text}`);
  }
}
