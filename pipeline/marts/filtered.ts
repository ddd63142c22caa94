import { id, list, type Sql, sql } from "../sql/sql.js";

/** The filters of a command as conditions, and 1 = 1 without any; an empty value stands for none. */
export function filtered(filters: Readonly<Record<string, string>>): Sql {
  const conditions = Object.entries(filters).map(([column, value]) =>
    value === "" ? sql`${id(column)} is null` : sql`cast(${id(column)} as varchar) = ${value}`,
  );
  return list([sql`1 = 1`, ...conditions], " and ");
}
