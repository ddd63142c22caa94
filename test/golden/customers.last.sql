select
  b.customer_id,
  first_day,
  last_day,
  x,
  orders,
  cast(last_day - first_day as integer) as t_x,
  cast(date '2024-12-31' - first_day as integer) as t_cal,
  cast(first_amount as decimal(18,4)) as first_amount,
  cast((purchased - first_amount) + 0 as decimal(38,4)) as repeat_spend,
  cast(
    case when x > 0 then cast((purchased - first_amount) + 0 as double precision) / x end as double precision
  ) as mean_spend,
  cast(purchased + 0 as decimal(38,4)) as total_spend,
  b."attr_channel"
from (
  select
    customer_id,
    min(day) as first_day,
    max(day) as last_day,
    cast(count(*) as integer) - 1 as x,
    cast(sum(orders) as bigint) as orders,
    sum(amount) as purchased,
    arg_min(amount, day) as first_amount,
    1 as first_orders,
    arg_min("attr_channel", cast(date '2024-12-31' - day as integer)) as "attr_channel"
  from (
    select
      customer_id,
      day,
      cast(sum(amount) as decimal(18,4)) as amount,
      count(*) as orders,
      min("attr_channel") as "attr_channel"
    from "transactions" t
    where not is_refund
    group by customer_id, day
  ) d
  group by customer_id
) b
