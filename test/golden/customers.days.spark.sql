select
  b.customer_id,
  first_day,
  last_day,
  x,
  orders,
  last_period - first_period as t_x,
  cast(-floor(datediff(date '2024-12-31', date '2024-12-31') / cast(3e+1 as double)) as integer)
  - first_period as t_cal,
  cast(first_amount as decimal(18,4)) as first_amount,
  cast((purchased - first_amount) + 0 as decimal(38,4)) as repeat_spend,
  cast(case when x > 0 then cast((purchased - first_amount) + 0 as double) / x end as double) as mean_spend,
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
    min_by(amount, day) filter (where amount is not null) as first_amount,
    1 as first_orders
  from (
    select
      customer_id,
      min(day) as day,
      max(day) as last_day,
      cast(-floor(datediff(date '2024-12-31', day) / cast(3e+1 as double)) as integer) as period,
      cast(sum(amount) as decimal(18,4)) as amount,
      count(*) as orders
    from "transactions" t
    where not is_refund
    group by customer_id, cast(-floor(datediff(date '2024-12-31', day) / cast(3e+1 as double)) as integer)
  ) d
  group by customer_id
) b
