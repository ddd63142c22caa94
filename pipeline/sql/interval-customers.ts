import { graceDays } from "./billing-intervals.js";
import { attributeColumn } from "./parse-rows.js";
import { real } from "./spend-covariates.js";
import { spendLogColumns } from "./spend-logs.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/** Phases of an interval: predictions know when a payment is due to a twelfth of it. */
export const phases = 12;

/** Room for the phase in covariate_group. */
export const phaseRoom = 16;

/**
 * customers whose periods are counted in an interval of their own, out of those counted in days.
 * t_x is the payments that were due up to the last one, t_cal those and what has been due since; a payment is not due before it is
 * as late as may be. x counts purchase days after the first, at most one an interval. What is bought again within the first interval
 * belongs to the first purchase. covariate_group is the interval in sixteenths of a day, and how far it has run since the
 * last payment in twelfths: 16 * interval + twelfths.
 * @param days customers in days
 * @param intervals a table with customer_id and sixteenths
 * @param money whether customers have amounts
 * @param spendLogs whether they have the logarithms of amounts
 */
export function intervalCustomers(
  days: Sql,
  intervals: Sql,
  attributes: readonly string[],
  money = true,
  spendLogs = false,
): Sql {
  const grace = sql`least(${real(16 * graceDays)}, floor(sixteenths / ${real(10)}))`;
  const counted = sql`select c.*, c.t_x as days_x, c.t_cal as days_cal, i.sixteenths,
    cast(floor((${real(16)} * c.t_x + sixteenths / ${real(2)}) / sixteenths) as integer) as renewals,
    cast(floor(greatest(${real(16)} * (c.t_cal - c.t_x) - ${grace}, ${real(0)}) / sixteenths) as integer) as missed
  from ${days} c join ${intervals} i on i.customer_id = c.customer_id`;
  const first = sql`case when renewals = 0 then cast(first_amount + repeat_spend as decimal(18,4)) else first_amount end`;
  const repeat = sql`case when renewals = 0 then cast(0 as decimal(38,4)) else repeat_spend end`;
  const own = raw("least(x, renewals)");
  const run = sql`${real(16)} * (days_cal - days_x) - ${real(1)} * missed * sixteenths`;
  const phase = sql`least(${phases - 1}, cast(floor(${real(phases)} * (${run}) / sixteenths) as integer))`;
  return sql`select ${list([
    raw("customer_id"),
    raw("first_day"),
    raw("last_day"),
    sql`${own} as x`,
    raw("orders"),
    raw("renewals as t_x"),
    raw("renewals + missed as t_cal"),
    ...(money
      ? [
          sql`${first} as first_amount`,
          sql`${repeat} as repeat_spend`,
          sql`case when ${own} > 0 then cast(repeat_spend as double precision) / ${own} end as mean_spend`,
          raw("total_spend"),
        ]
      : []),
    ...(spendLogs ? spendLogColumns.map(raw) : []),
    ...attributes.map((name) => id(attributeColumn(name))),
    sql`cast(${phaseRoom} * sixteenths + ${phase} as integer) as covariate_group`,
  ])}
from (${counted}) k`;
}

/** The groups of customers who pay equally often and have paid equally long ago, with their number. */
export function intervalGroups(customers: Sql): Sql {
  return sql`select covariate_group, count(*) as n from ${customers} c group by covariate_group order by covariate_group`;
}
