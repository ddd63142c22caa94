import { id, type Sql, sql } from "./sql.js";

/**
 * The place of every customer by a value, largest first; equal values share the best place, and a missing value comes last.
 * Values fall into buckets that rise with them, so that an engine ranks the buckets apart from one another and no node sees
 * all customers: a place is that within the bucket plus the number of customers in the buckets above.
 * @param rows a select that has customer_id and the value
 * @returns a list of common table expressions; value_ranks has customer_id and value_rank
 */
export function valueRanks(rows: Sql, value: string): Sql {
  return sql`valued as (select customer_id, ${id(value)} as value from (${rows}) v),
bucketed as (select customer_id, value, ${bucketOf(sql`value`)} as bucket from valued),
buckets as (select bucket, count(*) as n from bucketed group by bucket),
above as (
  select bucket, coalesce(sum(n) over (order by bucket desc rows between unbounded preceding and 1 preceding), 0) as customers from buckets
),
value_ranks as (
  select b.customer_id, cast(a.customers + rank() over (partition by b.bucket order by b.value desc nulls last) as bigint) as value_rank
  from bucketed b join above a on a.bucket = b.bucket
)`;
}

/**
 * A whole number that never falls as the value rises, about 370 of them a factor of ten. Square roots and products are
 * rounded correctly by every engine, so equal values have equal buckets and none is above that of a larger value; a
 * logarithm does not promise that. NaN ranks above all numbers.
 */
function bucketOf(value: Sql): Sql {
  const steps = (positive: Sql): Sql =>
    sql`cast(floor(1e4 * sqrt(sqrt(sqrt(sqrt(sqrt(sqrt(${positive}))))))) as integer)`;
  return sql`case when ${value} is null then -2000000000 when ${value} > 1e300 then 2000000000
    when ${value} >= 0 then ${steps(value)} when ${value} < -1e300 then -1999999999 else -1 - ${steps(sql`-${value}`)} end`;
}
