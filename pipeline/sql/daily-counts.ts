import { type Sql, sql } from "./sql.js";

/** Orders, and customers who bought for the first time, of each day of the log that has any. One small row a day. */
export function dailyCounts(transactions: Sql, customers: Sql, until: string): Sql {
  return sql`select day, cast(sum(orders) as bigint) as orders, cast(sum(new_customers) as bigint) as new_customers from (
  select day, count(*) as orders, 0 as new_customers from ${transactions}
  where not is_refund and day <= date ${until} group by day
  union all
  select first_day as day, 0 as orders, count(*) as new_customers from ${customers}
  where first_day <= date ${until} group by first_day
) d group by day order by day`;
}
