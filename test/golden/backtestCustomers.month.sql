with bought as (
  select customer_id, min(day) as day, count(*) as orders
  from "transactions" t
  where not is_refund and day > date '2024-04-30' and day <= date '2024-12-31'
  group by
    customer_id,
    cast(
      floor(
        (extract(year from day) * 12 + extract(month from day) - 1) / cast(1e+0 as double precision)
      ) as integer
    )
),
counted as (
  select
    customer_id,
    cast(sum(case when day > date '2024-08-31' then 1 else 0 end) as integer) as y,
    cast(
      sum(case when day > date '2024-04-30' and day <= date '2024-08-31' then 1 else 0 end) as integer
    ) as previous_y
  from bought
  group by customer_id
),
spent as (
  select
    customer_id,
    cast(sum(case when day > date '2024-08-31' then amount else 0 end) as decimal(38,4)) as value,
    cast(
      sum(case when day > date '2024-04-30' and day <= date '2024-08-31' then amount else 0 end) as decimal(
        38,4
      )
    ) as previous_value,
    max(case when not is_refund and day <= date '2024-04-30' then day end) as earlier_day
  from "transactions" t
  where day <= date '2024-12-31'
  group by customer_id
)
select
  c.customer_id,
  c.first_day,
  c.x,
  c.t_x,
  c.t_cal,
  c.first_amount,
  c.repeat_spend,
  c.mean_spend,
  c.total_spend,
  coalesce(n.y, 0) as y,
  s.value,
  coalesce(n.previous_y, 0) as previous_y,
  s.previous_value,
  cast(
    floor(
      (extract(year from date '2024-04-30') * 12 + extract(month from date '2024-04-30') - 1)
      / cast(1e+0 as double precision)
    ) as integer
  )
  - cast(
    floor(
      (extract(year from s.earlier_day) * 12 + extract(month from s.earlier_day) - 1)
      / cast(1e+0 as double precision)
    ) as integer
  ) as earlier_recency,
  cast(extract(year from c.first_day) * 100 + extract(month from c.first_day) as integer) as cohort
from (
  select
    b.customer_id,
    first_day,
    last_day,
    x,
    orders,
    last_period - first_period as t_x,
    cast(
      floor(
        (extract(year from date '2024-08-31') * 12 + extract(month from date '2024-08-31') - 1)
        / cast(1e+0 as double precision)
      ) as integer
    )
    - first_period as t_cal,
    cast(first_amount as decimal(18,4)) as first_amount,
    cast((purchased - first_amount) + 0 as decimal(38,4)) as repeat_spend,
    cast(
      case
        when x > 0 then cast((purchased - first_amount) + 0 as double precision) / x
      end as double precision
    ) as mean_spend,
    cast(purchased + 0 as decimal(38,4)) as total_spend
  from (
    select
      customer_id,
      min(day) as first_day,
      max(last_day) as last_day,
      min(period) as first_period,
      max(period) as last_period,
      cast(count(*) as integer) - 1 as x,
      cast(sum(orders) as bigint) as orders,
      sum(amount) as purchased,
      arg_min(amount, day) as first_amount,
      1 as first_orders
    from (
      select
        customer_id,
        min(day) as day,
        max(day) as last_day,
        cast(
          floor(
            (extract(year from day) * 12 + extract(month from day) - 1) / cast(1e+0 as double precision)
          ) as integer
        ) as period,
        cast(sum(amount) as decimal(18,4)) as amount,
        count(*) as orders
      from (select * from "transactions" t where day <= date '2024-08-31') t
      where not is_refund
      group by
        customer_id,
        cast(
          floor(
            (extract(year from day) * 12 + extract(month from day) - 1) / cast(1e+0 as double precision)
          ) as integer
        )
    ) d
    group by customer_id
  ) b
) c
join spent s on s.customer_id = c.customer_id
left join counted n on n.customer_id = c.customer_id
