import { id, list, type Sql, sql } from "../sql/sql.js";

/**
 * The filters of a command as conditions, and 1 = 1 without any; an empty value stands for none.
 * @param alias of the table whose columns they name, where there are several
 */
export function filtered(filters: Readonly<Record<string, string>>, alias?: string): Sql {
  const conditions = Object.entries(filters).map(([name, value]) => {
    const column = alias === undefined ? id(name) : sql`${id(alias)}.${id(name)}`;
    return value === "" ? sql`${column} is null` : sql`cast(${column} as varchar) = ${value}`;
  });
  return list([sql`1 = 1`, ...conditions], " and ");
}
