select
  count(*) as customers,
  count(case when x > 0 then 1 end) as repeat_customers,
  cast(coalesce(sum(x), 0) as bigint) as repeat_purchases,
  cast(coalesce(sum(orders), 0) as bigint) as orders,
  count(case when first_day = date '2024-12-31' then 1 end) as new_today,
  min(first_day) as first_day,
  max(last_day) as last_day
from "bare_customers"
