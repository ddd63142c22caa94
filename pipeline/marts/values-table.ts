import { double, id, list, type Sql, sql } from "../sql/sql.js";
import type { MartColumn, MartType } from "./mart.js";

type Value = string | number | boolean | null;

/** What a row of this process has of a table's columns: dates as yyyy-mm-dd. */
export type ValueRow = Readonly<Record<string, Value>>;

/**
 * A few rows of this process as a select, in the columns of a table; what a row does not have is null, as is a figure that is not finite. An
 * engine gives decimals as text: a text of digits is a number.
 * @throws TypeError for a figure that is none
 */
export function valuesTable(columns: readonly MartColumn[], rows: readonly ValueRow[]): Sql {
  const names = list(columns.map(({ name }) => id(name)));
  const tuple = (row: ValueRow): Sql =>
    sql`(${list(columns.map(({ name, type }) => typed(row[name] ?? null, type)))})`;
  const none = rows.length > 0 ? sql`` : sql` where 1 = 0`;
  return sql`select ${names} from (values ${list((rows.length > 0 ? rows : [{}]).map(tuple))}) v(${names})${none}`;
}

const casts: Readonly<Record<Exclude<MartType, "number">, Sql>> = {
  text: sql`varchar`,
  date: sql`date`,
  boolean: sql`boolean`,
  integer: sql`integer`,
  count: sql`bigint`,
};

function typed(value: Value, type: MartType): Sql {
  if (type === "number") return double(figure(value));
  return sql`cast(${value} as ${casts[type]})`;
}

function figure(value: Value): number | null {
  if (value === null) return null;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || (typeof value === "string" && Number.isNaN(number)))
    throw new TypeError(`${JSON.stringify(value)} is no figure`);
  return Number.isFinite(number) ? number : null;
}
