import { firstPurchase } from "./customers.js";
import type { Dialect } from "./dialect.js";
import { list, raw, type Sql, sql } from "./sql.js";

export interface RollingOptions {
  /** Last days of calibration, yyyy-mm-dd, the earliest first. */
  readonly origins: readonly string[];
  /** Whether each order of a day is a purchase. */
  readonly separate: boolean;
  /** Whether the transactions have amounts. */
  readonly money: boolean;
  /** Whether to add up the logarithms of the days between purchases: for models of regular buyers. */
  readonly logGaps: boolean;
}

/** What tells rows of rollingOrigins apart; all others are sums. */
const keys = "origin, day, x, t_x, t_cal";

/**
 * Histories as each of many origins saw them, and what was bought day by day, in one pass over the log. A customer's days
 * with an order or a refund are put in order; what is known after one of them holds on every origin before the next.
 * Rows without a day are distinct histories of an origin, which is counted from 0: x, t_x and t_cal of customers.ts as of that
 * day, n customers, z and zz, the sums of their repeat spend and of its square (net as of the origin; less than 0 counts as
 * 0), and log_gaps (NULL where not asked for).
 * Rows with a day are n repeat purchases made on it, and z, what customers paid that day, first purchases left out, less what was
 * given back, on whichever purchase of an earlier day; by the earliest origin that knows the customer, the number of
 * origins where none does. z and zz are NULL without amounts.
 * @param transactions those of all customers, or of some: rollingTogether adds up
 */
export function rollingOrigins(dialect: Dialect, transactions: Sql, o: RollingOptions): Sql {
  const { origins, separate, money, logGaps } = o;
  const known = list(origins.map((day, i) => sql`(${i}, date ${day})`));
  const ofMoney = (...columns: readonly Sql[]): readonly Sql[] => (money ? columns : []);
  const bought = raw("case when orders > 0 then day end");
  const upTo = raw("partition by customer_id order by day rows unbounded preceding");
  const further = separate
    ? [sql`cast(${firstPurchase(true)} as decimal(18,4))`].map(
        (first) => sql`when orders > 0 then bought - ${first}`,
      )
    : [];
  return sql`with days as (
  select ${list([
    raw("customer_id, day, cast(sum(case when is_refund then 0 else 1 end) as bigint) as orders"),
    ...ofMoney(
      raw("cast(sum(case when is_refund then 0 else amount end) as decimal(18,4)) as bought"),
      raw("cast(sum(case when is_refund then amount else 0 end) as decimal(18,4)) as refunded"),
    ),
  ])} from ${transactions} t group by customer_id, day
),
numbered as (
  select ${list([
    raw("customer_id, day, orders"),
    ...ofMoney(raw("bought, refunded")),
    sql`count(${bought}) over (${upTo}) as day_number`,
    ...(separate ? [sql`sum(orders) over (${upTo}) as purchases`] : []),
    sql`min(${bought}) over (partition by customer_id) as first_day`,
    sql`max(${bought}) over (${upTo}) as last_day`,
    raw("lead(day) over (partition by customer_id order by day) as next_day"),
    ...(logGaps
      ? [
          sql`max(${bought}) over (partition by customer_id order by day rows between unbounded preceding and 1 preceding) as previous_day`,
        ]
      : []),
  ])} from days d
),
counted as (
  select ${list([
    raw("customer_id, day, first_day, last_day, next_day"),
    raw(`${separate ? "purchases" : "day_number"} - 1 as x`),
    separate
      ? raw("orders - case when orders > 0 and day_number = 1 then 1 else 0 end as repeats")
      : raw("case when orders > 0 and day_number > 1 then 1 else 0 end as repeats"),
    ...ofMoney(
      sql`case when day_number > 1 then bought + refunded ${list(further)} else 0 end as repeat_part`,
      sql`case when day > first_day then bought + refunded ${list(further)} else 0 end as paid`,
    ),
    ...(logGaps
      ? [
          sql`case when orders > 0 and day_number > 1 then cast(round(ln(${dialect.daysBetween(raw("previous_day"), raw("day"))}) * 1e9) as bigint) else 0 end as log_gap`,
        ]
      : []),
  ])} from (${numberedWithFirst(separate && money)}) m where day_number > 0
),
states as (
  select ${list([
    raw("first_day, last_day, x"),
    sql`${originFrom(raw("day"), origins)} as since`,
    sql`${originFrom(raw("next_day"), origins)} as before`,
    ...ofMoney(sql`greatest(sum(repeat_part) over (${upTo}), 0) as spend`),
    ...(logGaps ? [sql`sum(log_gap) over (${upTo}) as log_gaps`] : []),
  ])} from counted c
)
select o.origin, cast(null as date) as day, cast(x as integer) as x,
  ${dialect.daysBetween(raw("first_day"), raw("last_day"))} as t_x, ${dialect.daysBetween(raw("first_day"), raw("o.last"))} as t_cal,
  count(*) as n, ${sums(
    money ? "spend" : null,
    money ? "cast(cast(spend as double precision) * cast(spend as double precision) as decimal(38,4))" : null,
    logGaps ? "log_gaps" : null,
  )}
from states s join (values ${known}) o(origin, last) on o.origin >= s.since and o.origin < s.before
where s.since < s.before group by o.origin, o.last, x, first_day, last_day
union all
select origin, day, cast(null as integer) as x, cast(null as integer) as t_x, cast(null as integer) as t_cal,
  cast(sum(repeats) as bigint) as n, ${sums(money ? "paid" : null, null, null)}
from (
  select ${list([sql`${originFrom(raw("first_day"), origins)} as origin`, raw("day, repeats"), ...ofMoney(raw("paid"))])}
  from counted c where repeats > 0${raw(money ? " or paid <> 0" : "")}
) d group by origin, day`;
}

/** Several shards of customers as all of them. */
export function rollingTogether(parts: Sql): Sql {
  return sql`select ${raw(keys)}, cast(sum(n) as bigint) as n, ${sums("z", "zz", "log_gaps")} from (${parts}) p group by ${raw(keys)}`;
}

/** The distinct histories of an origin in the order of `histories`. */
export function rollingHistories(table: Sql, origin: number): Sql {
  return sql`select x, t_x, t_cal, n, z, zz, log_gaps from ${table} r where day is null and origin = ${origin} order by x, t_x, t_cal`;
}

/** Repeat purchases by day and by the earliest origin that knows the customer. */
export function rollingDays(table: Sql): Sql {
  return sql`select day, origin, n, z from ${table} r where day is not null order by day, origin`;
}

/** The rows of numbered, with what the first purchase is worked out from. */
function numberedWithFirst(needed: boolean): Sql {
  return needed
    ? raw("select *, bought as first_amount, greatest(orders, 1) as first_orders from numbered n")
    : raw("select * from numbered n");
}

/** The first of the origins on or after a day; their number where there is none, or no day. */
function originFrom(day: Sql, origins: readonly string[]): Sql {
  const cases = origins.map((origin, i) => sql`when ${day} <= date ${origin} then ${i}`);
  return sql`case ${list(cases, " ")} else ${origins.length} end`;
}

function sums(z: string | null, zz: string | null, logGaps: string | null): Sql {
  const sum = (of: string | null): string => (of === null ? "null" : `sum(${of})`);
  return raw(
    `cast(${sum(z)} as decimal(38,4)) as z, cast(${sum(zz)} as decimal(38,4)) as zz, cast(${sum(logGaps)} as bigint) as log_gaps`,
  );
}
