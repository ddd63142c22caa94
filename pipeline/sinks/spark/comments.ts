import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { describeColumn, describeTable } from "../column-descriptions.js";

interface Column {
  readonly name: string;
  readonly type: string;
}

/** What follows the name of a view that is made: its columns with what they mean, and what it holds. */
export function viewHead(name: string, columns: readonly Column[]): Sql {
  return sql`(${list(columns.map((column) => commented(name, column.name, id(column.name))))})${about(name)}`;
}

/** What follows the name of a Parquet table that is made: the same with types. */
export function tableHead(name: string, columns: readonly Column[]): Sql {
  return sql`(${definitions(name, columns)}) using parquet${about(name)}`;
}

/** Columns of a table with their types and what they mean. */
export function definitions(name: string, columns: readonly Column[]): Sql {
  return list(
    columns.map((column) => commented(name, column.name, sql`${id(column.name)} ${raw(column.type)}`)),
  );
}

function commented(table: string, column: string, definition: Sql): Sql {
  const text = describeColumn(table, column);
  return text === null ? definition : sql`${definition} comment ${text}`;
}

function about(table: string): Sql {
  const text = describeTable(table);
  return text === null ? sql`` : sql` comment ${text}`;
}
