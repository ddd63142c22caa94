with bought as (
  select customer_id, min(day) as day, count(*) as orders
  from "bare_transactions" t
  where not is_refund and day > date '2024-04-30' and day <= date '2024-12-31'
  group by customer_id, day
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
  select customer_id, max(case when not is_refund and day <= date '2024-04-30' then day end) as earlier_day
  from "bare_transactions" t
  where day <= date '2024-12-31'
  group by customer_id
)
select
  c.customer_id,
  c.first_day,
  c.x,
  c.t_x,
  c.t_cal,
  c.log_gaps,
  c."attr_channel",
  coalesce(n.y, 0) as y,
  coalesce(n.previous_y, 0) as previous_y,
  (date '2024-04-30' - s.earlier_day) as earlier_recency,
  cast(extract(year from c.first_day) * 100 + extract(month from c.first_day) as integer) as cohort
from (
  select
    b.customer_id,
    first_day,
    last_day,
    x,
    orders,
    (last_day - first_day) as t_x,
    (date '2024-08-31' - first_day) as t_cal,
    cast(log_gaps as bigint) as log_gaps,
    b."attr_channel"
  from (
    select
      customer_id,
      min(day) as first_day,
      max(day) as last_day,
      cast(count(*) as integer) - 1 as x,
      cast(sum(orders) as bigint) as orders,
      (array_agg("attr_channel" order by day) filter (where "attr_channel" is not null))[1] as "attr_channel",
      coalesce(sum(cast(round(ln(gap) * 1e9) as bigint)), 0) as log_gaps
    from (
      select *, (day - lag(day) over (partition by customer_id order by day)) as gap
      from (
        select customer_id, day, count(*) as orders, min("attr_channel") as "attr_channel"
        from (select * from "bare_transactions" t where day <= date '2024-08-31') t
        where not is_refund
        group by customer_id, day
      ) d
    ) d
    group by customer_id
  ) b
) c
join spent s on s.customer_id = c.customer_id
left join counted n on n.customer_id = c.customer_id
