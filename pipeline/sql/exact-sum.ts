import { type Sql, sql } from "./sql.js";

/**
 * The sum of a column of doubles, each rounded to 1e-9 and added as a decimal: the same to the last digit in whatever order an
 * engine adds them up, which changes with its threads. NULL where there is no value.
 */
export function exactSum(value: Sql): Sql {
  return sql`cast(sum(cast(${value} as decimal(38,9))) as double precision)`;
}
