select
  b.customer_id,
  first_day,
  last_day,
  x,
  orders,
  (last_day - first_day) as t_x,
  (date '2024-12-31' - first_day) as t_cal,
  b."attr_channel"
from (
  select
    customer_id,
    min(day) as first_day,
    max(day) as last_day,
    cast(sum(orders) as integer) - 1 as x,
    cast(sum(orders) as bigint) as orders,
    (array_agg("attr_channel" order by day) filter (where "attr_channel" is not null))[1] as "attr_channel"
  from (
    select customer_id, day, count(*) as orders, min("attr_channel") as "attr_channel"
    from "bare_transactions" t
    where not is_refund
    group by customer_id, day
  ) d
  group by customer_id
) b
