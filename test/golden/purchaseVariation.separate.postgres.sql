with numbered as (
  select
    customer_id,
    amount,
    sum(case when is_refund then 0 else 1 end) over (
      partition by customer_id order by place, is_refund, amount rows unbounded preceding
    ) as purchase
  from (
    select customer_id, day as place, is_refund, amount
    from "transactions" t
    where cast(
      cast('x' || substr(md5(convert_to(customer_id, 'UTF8')), 1, 8) as bit(32)) as bigint
    ) < 214748365
  ) m
),
purchases as (
  select customer_id, sum(amount) as amount
  from numbered
  group by customer_id, case when purchase > 1 then purchase else 1 end
),
means as (
  select customer_id, count(*) as n, cast(sum(amount) as double precision) / count(*) as mean
  from purchases
  group by customer_id
  having count(*) > 1 and sum(amount) > 0
),
distances as (
  select
    p.customer_id,
    n,
    least(abs(cast(amount as double precision) - mean) / mean, cast(1e+3 as double precision)) as distance
  from purchases p
  join means m on m.customer_id = p.customer_id
),
variations as (
  select
    n,
    least(
      cast(
        coalesce(sum(cast(cast(round((distance * distance) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(
          38,0
        )
      ),
      cast(25000000 * (n - 1) as decimal(38,0))
    ) as squares
  from distances
  group by customer_id, n
)
select n, count(*) as customers, cast(sum(squares) as decimal(38,0)) as squares
from variations
group by n
order by n
