import { transactionColumns } from "./accepted-rows.js";
import { list, raw, type Sql, sql } from "./sql.js";

/** The columns of an accepted row of a log with a column of refunded amounts. */
export function refundedColumns(attributes: readonly string[], margin = false): Sql[] {
  return [...transactionColumns(attributes, true, margin), raw("refunded")];
}

/** Accepted rows, and below them for each that was refunded in part or whole a refund of the same customer, day and attributes. */
export function withRefunds(accepted: Sql, attributes: readonly string[], margin = false): Sql {
  const refund: Readonly<Record<string, Sql>> = {
    amount: raw("cast(-refunded as decimal(18,4)) as amount"),
    is_refund: raw("(refunded > 0) as is_refund"),
    margin: raw("cast(null as decimal(18,4)) as margin"),
  };
  const columns = transactionColumns(attributes, true, margin);
  return sql`select ${list(columns)} from (${accepted}) a
union all
select ${list(columns.map((column) => refund[column.text] ?? column))} from (${accepted}) a where refunded > 0`;
}

/** How many accepted rows of the window were refunded, what of them, and how many beyond their amount. */
export function refundedCounts(accepted: Sql, window: Sql): Sql {
  return sql`select count(*) as n, cast(coalesce(sum(refunded), 0) as double precision) as amount,
  count(case when refunded > amount then 1 end) as beyond
from (${accepted}) a where refunded > 0 and ${window}`;
}
