import type { Dialect } from "./dialect.js";
import { list, lit, raw, type Sql, sql } from "./sql.js";

/** Rejected rows with one of the reasons by file, most first: file, n. */
export function rejectionsByFile(dialect: Dialect, rejected: Sql, reasons: readonly string[]): Sql {
  return sql`select file, count(*) as n from ${rejected} where reason in (${list(reasons.map(lit))})
group by file order by n desc, ${dialect.byBytes(raw("file"))}`;
}

/** Rejected rows of a file by slices of so many lines: slice (from 0), n, first_line, last_line, reason. */
export function rejectionsBySlice(
  rejected: Sql,
  file: string,
  lines: number,
  reasons: readonly string[],
): Sql {
  return sql`select slice, count(*) as n, min(line) as first_line, max(line) as last_line, min(reason) as reason
from (select cast(floor((line - 1) / cast(${lines} as double precision)) as integer) as slice, line, reason from ${rejected}
  where file = ${lit(file)} and line is not null and reason in (${list(reasons.map(lit))})) r
group by slice order by slice`;
}

/** Staged rows whose day is known by month, and those of them with one of the reasons: month, n, rejected, reason. */
export function rejectionsByMonth(tables: readonly Sql[], reasons: readonly string[]): Sql {
  const rows = list(
    tables.map((t) => sql`select day, reason from ${t} where day is not null`),
    "\nunion all ",
  );
  const counted = sql`reason in (${list(reasons.map(lit))})`;
  return sql`select month, count(*) as n, count(case when ${counted} then 1 end) as rejected, min(case when ${counted} then reason end) as reason
from (select substr(cast(day as varchar), 1, 7) as month, reason from (${rows}) d) r group by month order by month`;
}

/** The first so many rejected rows of a reason with their text: file, line, raw_text. */
export function rejectedTexts(dialect: Dialect, rejected: Sql, reason: string, most: number): Sql {
  return sql`select file, line, raw_text from ${rejected} where reason = ${lit(reason)}
order by ${dialect.byBytes(raw("file"))}, line limit ${raw(String(most))}`;
}
