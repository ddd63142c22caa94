import type { DuckDbFile } from "../../engines/duckdb/file.js";
import { id, list, lit, raw, sql } from "../../sql/sql.js";
import { describeColumn, describeTable } from "../column-descriptions.js";

/** Comments on tables and views of a warehouse and their columns, where they have none: people's own words stay. */
export async function addComments(file: DuckDbFile, names: readonly string[]): Promise<void> {
  const bare = (catalog: string, name: string) =>
    sql`from ${raw(catalog)}() where database_name = current_database() and schema_name = 'main' and ${raw(name)} in (${list(names.map(lit))}) and comment is null`;
  const found =
    await file.rows(sql`select 'table' as kind, table_name as name, null as column_name ${bare("duckdb_tables", "table_name")}
union all select 'view', view_name, null ${bare("duckdb_views", "view_name")}
union all select 'column', table_name, column_name ${bare("duckdb_columns", "table_name")}`);
  const comments = found.flatMap(({ kind, name, column_name }) => {
    const [table, column] = [String(name), String(column_name)];
    const text = kind === "column" ? describeColumn(table, column) : describeTable(table);
    const what = kind === "column" ? sql`${id(table)}.${id(column)}` : id(table);
    return text === null ? [] : [sql`comment on ${raw(String(kind))} ${what} is ${text};`];
  });
  if (comments.length > 0) await file.execute(list(comments, "\n"));
}
