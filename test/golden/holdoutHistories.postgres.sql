select x, t_x, t_cal, coalesce(h.y, 0) as y, count(*) as n, cast(sum(log_gaps) as bigint) as log_gaps
from (
  select
    b.customer_id,
    first_day,
    last_day,
    x,
    orders,
    (last_day - first_day) as t_x,
    (date '2024-06-30' - first_day) as t_cal,
    cast(log_gaps as bigint) as log_gaps
  from (
    select
      customer_id,
      min(day) as first_day,
      max(day) as last_day,
      cast(count(*) as integer) - 1 as x,
      cast(sum(orders) as bigint) as orders,
      coalesce(sum(cast(round(ln(gap) * 1e9) as bigint)), 0) as log_gaps
    from (
      select *, (day - lag(day) over (partition by customer_id order by day)) as gap
      from (
        select customer_id, day, count(*) as orders
        from (select * from "transactions" t where day <= date '2024-06-30') t
        where not is_refund
        group by customer_id, day
      ) d
    ) d
    group by customer_id
  ) b
) c
left join (
  select customer_id, cast(count(distinct day) as integer) as y
  from "transactions"
  where not is_refund and day > date '2024-06-30'
  group by customer_id
) h on h.customer_id = c.customer_id
group by x, t_x, t_cal, coalesce(h.y, 0)
order by x, t_x, t_cal, coalesce(h.y, 0)
