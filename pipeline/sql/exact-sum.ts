import { type Sql, sql } from "./sql.js";

/**
 * The sum of a column of doubles, each rounded to 1e-12 and added as a decimal: the same to the last digit in whatever order an
 * engine adds them up, which changes with its threads. NULL where there is no value. A column with NaN, an infinity or a value
 * that decimals have no room for (1e15 and more) is summed as doubles.
 */
export function exactSum(value: Sql): Sql {
  const fits = sql`abs(${value}) < 1e15`;
  const exact = sql`sum(case when ${fits} then cast(${value} as decimal(38,12)) end)`;
  return sql`case when max(abs(${value})) < 1e15 then cast(${exact} as double precision) else sum(${value}) end`;
}
