import { customers } from "./customers.js";
import type { Dialect } from "./dialect.js";
import { raw, type Sql, sql } from "./sql.js";

/**
 * holdout_histories: the histories as they were on `cut`, with y, the purchase days after it, up to the last
 * transaction. What a model fitted to the histories predicts can be compared with y.
 */
export function holdoutHistories(
  dialect: Dialect,
  transactions: Sql,
  { cut, separate, logGaps }: { readonly cut: string; readonly separate: boolean; readonly logGaps: boolean },
): Sql {
  const before = customers(dialect, sql`(select * from ${transactions} t where day <= date ${cut})`, {
    asOf: cut,
    attributes: [],
    refunds: false,
    money: false,
    separate,
    period: null,
    logGaps,
  });
  const purchases = raw(separate ? "count(*)" : "count(distinct day)");
  return sql`select x, t_x, t_cal, coalesce(h.y, 0) as y, count(*) as n,
  ${raw(logGaps ? "cast(sum(log_gaps) as bigint)" : "cast(null as bigint)")} as log_gaps
from (${before}) c left join (
  select customer_id, cast(${purchases} as integer) as y from ${transactions}
  where not is_refund and day > date ${cut} group by customer_id
) h on h.customer_id = c.customer_id
group by x, t_x, t_cal, coalesce(h.y, 0) order by x, t_x, t_cal, coalesce(h.y, 0)`;
}

/** Histories of several shards of customers as those of all of them. */
export function holdoutTogether(parts: Sql): Sql {
  return sql`select x, t_x, t_cal, y, cast(sum(n) as bigint) as n, cast(sum(log_gaps) as bigint) as log_gaps
from (${parts}) h group by x, t_x, t_cal, y`;
}

/** The same in the one fixed order. */
export function holdoutInOrder(table: Sql): Sql {
  return sql`select x, t_x, t_cal, y, n, log_gaps from ${table} order by x, t_x, t_cal, y`;
}
