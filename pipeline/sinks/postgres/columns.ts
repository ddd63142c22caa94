import type { Schema } from "apache-arrow";
import { storedColumn } from "../../engines/postgres/types.js";
import { ClvError } from "../../errors.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";

/** A column as the server names its type (format_type). */
export interface PublishedColumn {
  readonly name: string;
  readonly type: string;
}

/** The columns of a table in PostgreSQL that takes this Arrow schema. */
export function columnsOf(schema: Schema): PublishedColumn[] {
  return schema.fields.map(storedColumn).map(({ name, type }) => ({
    name,
    type: type.replace(/ collate .*$/, "").replace(/^timestamp$/, "timestamp without time zone"),
  }));
}

/** As CREATE TABLE takes it. Text sorts by its bytes: indexes do not depend on the locale or on an upgrade of the system. */
export const definition = ({ name, type }: PublishedColumn): Sql =>
  sql`${id(name)} ${raw(type)}${raw(type === "text" ? ' collate "C"' : "")}`;

export const names = (columns: readonly { readonly name: string }[]): Sql =>
  list(columns.map(({ name }) => id(name)));

/**
 * The columns that a table lacks.
 * @throws ClvError SINK_REFUSED when one that it has is of another type
 */
export function missingColumns(
  table: string,
  existing: readonly PublishedColumn[],
  wanted: readonly PublishedColumn[],
): PublishedColumn[] {
  const types = new Map(existing.map(({ name, type }) => [name, type]));
  const differing = wanted.filter(({ name, type }) => types.has(name) && types.get(name) !== type);
  if (differing.length > 0)
    throw new ClvError(
      "SINK_REFUSED",
      `table ${table} has ${differing.length} of ${wanted.length} columns with another type: ` +
        `${differing.map(({ name, type }) => `"${name}" is ${types.get(name)}, what is published ${type}`).join("; ")}. ` +
        `Publish into another schema, or name the new columns otherwise`,
    );
  return wanted.filter(({ name }) => !types.has(name));
}
