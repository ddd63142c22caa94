import type { Dialect } from "./dialect.js";
import { type Period, periodIndex } from "./period-index.js";
import { millionths, real } from "./spend-covariates.js";
import { lit, raw, type Sql, sql } from "./sql.js";

/**
 * How first purchases compare with later ones, over customers who have both: how many they are, and the sum of
 * n first / total in millionths, of which 1 a customer is expected where the first purchase is like any other.
 */
export function firstPurchases(customers: Sql): Sql {
  const share = sql`least(greatest(cast(first_amount as double precision) * (x + 1) / cast(total_spend as double precision), ${real(0)}), cast(x + 1 as double precision))`;
  return sql`select count(*) as customers, ${millionths(share)} as shares from ${customers} where x > 0 and total_spend > 0`;
}

export interface VariationOptions {
  readonly separate: boolean;
  readonly period: Period | null;
  readonly asOf: string;
  /** How many customers there are, and of how many to look at the purchases: those with the smallest hashes of their ids. */
  readonly customers: number;
  readonly most: number;
}

/** A purchase further from its customer's mean than this many times that mean counts as no further. */
const furthest = 1000;

/** A customer whose purchases have a variance of more than this many times their squared mean counts with that. */
const mostVariation = 25;

/**
 * How purchases vary about the mean of the customer they are of, by number of purchases n >= 2: customers, and the sum of
 * ((amount - mean) / mean)^2 over their purchases, in millionths. Purchases are what `customers` counts, the first one too;
 * a refund is taken off the latest purchase before it. Customers whose purchases net to nothing are left out.
 */
export function purchaseVariation(dialect: Dialect, transactions: Sql, o: VariationOptions): Sql {
  const { separate, period, asOf, customers, most } = o;
  const hash = dialect.textHash(raw("customer_id"));
  const few =
    customers > most ? sql` where ${hash} < ${lit(Math.ceil((most / customers) * 2 ** 32))}` : raw("");
  const at = period === null ? raw("day") : periodIndex(dialect, raw("day"), period, asOf);
  const rows = sql`select customer_id, ${at} as place, is_refund, amount from ${transactions} t${few}`;
  const merged = sql`select customer_id, place, is_refund, sum(amount) as amount from (${rows}) r group by customer_id, place, is_refund`;
  return sql`with numbered as (
  select customer_id, amount, sum(case when is_refund then 0 else 1 end)
    over (partition by customer_id order by place, is_refund, amount rows unbounded preceding) as purchase
  from (${separate ? rows : merged}) m
), purchases as (
  select customer_id, sum(amount) as amount from numbered
  group by customer_id, case when purchase > 1 then purchase else 1 end
), means as (
  select customer_id, count(*) as n, cast(sum(amount) as double precision) / count(*) as mean
  from purchases group by customer_id having count(*) > 1 and sum(amount) > 0
), distances as (
  select p.customer_id, n, least(abs(cast(amount as double precision) - mean) / mean, ${real(furthest)}) as distance
  from purchases p join means m on m.customer_id = p.customer_id
), variations as (
  select n, least(${millionths(raw("distance * distance"))}, cast(${mostVariation * 1e6} * (n - 1) as decimal(38,0))) as squares
  from distances group by customer_id, n
)
select n, count(*) as customers, cast(sum(squares) as decimal(38,0)) as squares from variations group by n order by n`;
}
