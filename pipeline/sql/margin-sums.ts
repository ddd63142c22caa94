import { exactSum } from "./exact-sum.js";
import { double, list, raw, type Sql, sql } from "./sql.js";

/** Whether the margin of a purchase can be true: it is said, and is no more than what was paid. */
const usable = raw("margin is not null and margin <= amount and amount > 0");

const asDouble = (column: string): Sql => sql`cast(${raw(column)} as double precision)`;

/**
 * By customer, over purchases whose margin can be true: revenue, margin, how many, and the sum of margin^2 / amount. Refunds are left out: they
 * are taken to bring back the margin of what they refund.
 */
export function marginSums(transactions: Sql): Sql {
  return sql`select customer_id, cast(sum(amount) as decimal(38,4)) as revenue, cast(sum(margin) as decimal(38,4)) as margin, count(*) as purchases,
  ${exactSum(raw("cast(margin as double precision) * cast(margin as double precision) / cast(amount as double precision)"))} as within_sum
from ${transactions} t where not is_refund and ${usable} group by customer_id`;
}

/** One row: what partial pooling needs of those (MarginMoments of the models). */
export function marginMoments(sums: Sql): Sql {
  const [revenue, margin] = [asDouble("revenue"), asDouble("margin")];
  return sql`select count(*) as customers, cast(coalesce(sum(purchases), 0) as bigint) as purchases, ${list([
    sql`cast(coalesce(sum(revenue), 0) as double precision) as revenue`,
    sql`cast(coalesce(sum(margin), 0) as double precision) as margin`,
    sql`${exactSum(sql`${revenue} * ${revenue}`)} as squared_revenue`,
    sql`${exactSum(sql`${margin} * ${margin} / ${revenue}`)} as between_sum`,
    sql`${exactSum(raw("within_sum"))} as within_sum`,
  ])} from ${sums} m`;
}

/** Purchases by what is wrong with their margin, and how many there are. */
export function marginFaults(transactions: Sql): Sql {
  return sql`select count(*) as purchases, count(case when margin is null then 1 end) as missing,
  count(case when margin > amount then 1 end) as beyond, count(case when margin < 0 then 1 end) as negative
from ${transactions} t where not is_refund`;
}

/** The least margin of a customer: below it nobody is worth anything. */
export const leastMargin = 1e-6;

/**
 * customers with margin_rate: (M + K mu) / (R + K), mu the margin of all revenue, bounded to what a margin can be.
 * @param weight K; null where customers do not differ and all have mu
 */
export function ratedCustomers(customers: Sql, sums: Sql, rate: number, weight: number | null): Sql {
  const [M, R] = [
    raw("coalesce(cast(m.margin as double precision), 0)"),
    raw("coalesce(cast(m.revenue as double precision), 0)"),
  ];
  const K = double(weight);
  const own =
    weight === null
      ? double(rate)
      : sql`case when ${R} + ${K} > 0 then (${M} + ${K} * ${double(rate)}) / (${R} + ${K}) else ${double(rate)} end`;
  return sql`select c.*, greatest(least(${own}, ${double(1)}), ${double(leastMargin)}) as margin_rate
from ${customers} c left join ${sums} m on m.customer_id = c.customer_id`;
}
