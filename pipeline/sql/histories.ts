import type { SpendModel } from "../../models/model.js";
import { historyKeys } from "./covariate-groups.js";
import { list, raw, type Sql, sql } from "./sql.js";

/**
 * histories: the distinct (x, t_x, t_cal), and group of covariates where there are any, with their number of customers, in one fixed order, so that a fit repeats to
 * the bit. log_gaps adds up the customers' (see customers.ts) and is NULL where no model needs it.
 */
export function histories(customers: Sql, logGaps: boolean, grouped: boolean): Sql {
  const gaps = raw(logGaps ? "cast(sum(log_gaps) as bigint)" : "cast(null as bigint)");
  const keys = list(historyKeys(grouped));
  const group = raw(grouped ? "covariate_group" : "0 as covariate_group");
  return sql`select x, t_x, t_cal, ${group}, count(*) as n, ${gaps} as log_gaps from ${customers} group by ${keys} order by ${keys}`;
}

/**
 * spend_histories: repeat customers by x and by the leading three digits of their repeat spend z, with the sums of the
 * remainder. With ownMean "all", all customers by their purchases x, the first one included, and their total spend z. z counts 1e-4 of the base currency, so every column is a whole number and the sums are exact on any engine.
 * A row's z lies at 10^(digits - 3) * (lead + q / 1e9) with q in [0, 1e9); q1, q2, q3 are the sums of q, q^2, q^3.
 */
export function spendHistories(customers: Sql, ownMean: SpendModel["ownMean"] = "repeat"): Sql {
  const [x, spend, where] =
    ownMean === "all"
      ? [raw("x + 1 as x"), raw("total_spend"), raw("total_spend > 0")]
      : [raw("x"), raw("repeat_spend"), raw("x > 0 and repeat_spend > 0")];
  const z = sql`cast(${spend} * 10000 as decimal(38,0))`;
  return sql`with spend as (
  select ${x}, cast(${z} as varchar) as z from ${customers} where ${where}
), cut as (
  select x, cast(length(z) as bigint) as digits, cast(rpad(substr(z, 1, 3), 3, '0') as integer) as lead,
    cast(rpad(substr(z, 4, 9), 9, '0') as bigint) as q from spend
)
select x, digits, lead, count(*) as n,
  cast(sum(q) as decimal(38,0)) as q1,
  cast(sum(cast(q * q as decimal(38,0))) as decimal(38,0)) as q2,
  cast(sum(cast(q * q as decimal(38,0)) * q) as decimal(38,0)) as q3
from cut group by x, digits, lead order by x, digits, lead`;
}

/** Counts that the summary reports. Who bought for the first time on asOf is told by the day itself: in periods, many are new in the last one. */
export function customerCounts(customers: Sql, asOf: string, money = true): Sql {
  const spend = raw(
    money
      ? `count(case when x > 0 and repeat_spend <= 0 then 1 end) as without_spend,
  cast(coalesce(sum(total_spend), 0) as double precision) as total_spend,
  cast(coalesce(sum(repeat_spend), 0) as double precision) as repeat_spend,
  cast(coalesce(sum(first_amount), 0) as double precision) as first_spend,
  `
      : "",
  );
  return sql`select count(*) as customers, count(case when x > 0 then 1 end) as repeat_customers,
  cast(coalesce(sum(x), 0) as bigint) as repeat_purchases, cast(coalesce(sum(orders), 0) as bigint) as orders,
  count(case when first_day = date ${asOf} then 1 end) as new_today, ${spend}min(first_day) as first_day, max(last_day) as last_day
from ${customers}`;
}
