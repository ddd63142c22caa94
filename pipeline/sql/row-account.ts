import { empty, list, type Sql, sql } from "./sql.js";

/** Rows per reason (NULL: accepted) in every staged source. */
export function rowsByReason(tables: readonly Sql[]): Sql {
  return sql`select reason, count(*) as n from (${list(
    tables.map((t) => sql`select reason from ${t}`),
    "\nunion all ",
  )}) group by reason order by reason`;
}

/** The first and last accepted day, up to `until`: the observation window when none is configured. */
export function dayRange(tables: readonly Sql[], until: string | undefined): Sql {
  const upper = until === undefined ? empty : sql` and day <= date ${until}`;
  return sql`select cast(min(day) as varchar) as first_day, cast(max(day) as varchar) as last_day from (${list(
    tables.map((t) => sql`select day from ${t} where reason is null${upper}`),
    "\nunion all ",
  )})`;
}

/** Accepted rows outside the window, before and after it. */
export function rowsOutOfWindow(tables: readonly Sql[], since: string | undefined, last: string): Sql {
  return sql`select coalesce(sum(case when day > date ${last} then 1 else 0 end), 0) as after_window,
  ${since === undefined ? 0 : sql`coalesce(sum(case when day < date ${since} then 1 else 0 end), 0)`} as before_window
from (${list(
    tables.map((t) => sql`select day from ${t} where reason is null`),
    "\nunion all ",
  )})`;
}

/** What ended in transactions: how many refunds, the first day, the sum of amounts. */
export function transactionCounts(table: Sql): Sql {
  return sql`select coalesce(sum(case when is_refund then 1 else 0 end), 0) as refunds,
  cast(coalesce(sum(amount), 0) as double precision) as amount, cast(min(day) as varchar) as first_day from ${table}`;
}
