select
  b.customer_id,
  first_day,
  last_day,
  x,
  orders,
  cast(last_day - first_day as integer) as t_x,
  cast(date '2024-12-31' - first_day as integer) as t_cal,
  b."attr_channel"
from (
  select
    customer_id,
    min(day) as first_day,
    max(day) as last_day,
    cast(sum(orders) as integer) - 1 as x,
    cast(sum(orders) as bigint) as orders,
    arg_min("attr_channel", day) as "attr_channel"
  from (
    select customer_id, day, count(*) as orders, min("attr_channel") as "attr_channel"
    from "bare_transactions" t
    where not is_refund
    group by customer_id, day
  ) d
  group by customer_id
) b
