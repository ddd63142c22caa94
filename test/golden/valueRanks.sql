with valued as (
  select customer_id, "mean_spend" as value from (select customer_id, mean_spend from "customers") v
),
bucketed as (
  select
    customer_id,
    value,
    case
      when value is null then -2000000000
      when value > 1e300 then 2000000000
      when value >= 0 then cast(floor(1e4 * sqrt(sqrt(sqrt(sqrt(sqrt(sqrt(value))))))) as integer)
      when value < -1e300 then -1999999999
      else -1 - cast(floor(1e4 * sqrt(sqrt(sqrt(sqrt(sqrt(sqrt(-value))))))) as integer)
    end as bucket
  from valued
),
buckets as (select bucket, count(*) as n from bucketed group by bucket),
above as (
  select
    bucket,
    coalesce(
      sum(n) over (order by bucket desc rows between unbounded preceding and 1 preceding), 0
    ) as customers
  from buckets
),
value_ranks as (
  select
    b.customer_id,
    cast(
      a.customers + rank() over (partition by b.bucket order by b.value desc nulls last) as bigint
    ) as value_rank
  from bucketed b
  join above a on a.bucket = b.bucket
)
select *
from value_ranks
