import type { Dialect } from "./dialect.js";
import { empty, list, raw, type Sql, sql } from "./sql.js";

/** Rows per reason (NULL: accepted) in every staged source. */
export function rowsByReason(tables: readonly Sql[]): Sql {
  return sql`select reason, count(*) as n from (${list(
    tables.map((t) => sql`select reason from ${t}`),
    "\nunion all ",
  )}) r group by reason order by reason nulls first`;
}

/** The first and last accepted day, up to `until`: the observation window when none is configured. */
export function dayRange(tables: readonly Sql[], until: string | undefined): Sql {
  const upper = until === undefined ? empty : sql` and day <= date ${until}`;
  return sql`select min(day) as first_day, max(day) as last_day from (${list(
    tables.map((t) => sql`select day from ${t} where reason is null${upper}`),
    "\nunion all ",
  )}) d`;
}

/** Accepted rows outside the window, before and after it. */
export function rowsOutOfWindow(tables: readonly Sql[], since: string | undefined, last: string): Sql {
  return sql`select count(case when day > date ${last} then 1 end) as after_window,
  ${since === undefined ? 0 : sql`count(case when day < date ${since} then 1 end)`} as before_window
from (${list(
    tables.map((t) => sql`select day from ${t} where reason is null`),
    "\nunion all ",
  )}) d`;
}

/** What ended in transactions: how many refunds, the first and last day, and the sums of amounts and of their sizes where there are any. */
export function transactionCounts(table: Sql, money = true): Sql {
  const amount = money
    ? sql`
  cast(coalesce(sum(amount), 0) as double precision) as amount,
  cast(coalesce(sum(abs(amount)), 0) as double precision) as size,`
    : raw("");
  return sql`select count(case when is_refund then 1 end) as refunds,${amount} min(day) as first_day, max(day) as last_day from ${table}`;
}

/**
 * How many rows were rejected for each reason, most first, with the first of them by file and line as an example; where
 * lines have no number, the first text.
 */
export function rejectedReasons(dialect: Dialect, rejected: Sql): Sql {
  const least = (column: string): Sql => sql`min(${dialect.byBytes(raw(column))})`;
  return sql`with counted as (
  select reason, count(*) as n, ${least("file")} as file from ${rejected} group by reason
), first_lines as (
  select c.reason, c.n, c.file, min(r.line) as line from counted c join ${rejected} r on r.reason = c.reason
  where r.file = c.file group by c.reason, c.n, c.file
)
select f.reason, f.n, f.file, f.line, ${least("r.raw_text")} as raw_text
from first_lines f join ${rejected} r on r.reason = f.reason
where r.file = f.file and (r.line = f.line or f.line is null)
group by f.reason, f.n, f.file, f.line order by f.n desc, ${dialect.byBytes(raw("f.reason"))}`;
}
