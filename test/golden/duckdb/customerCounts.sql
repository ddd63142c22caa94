select count(*) as customers, coalesce(sum(case when x > 0 then 1 else 0 end), 0) as repeat_customers,
  coalesce(sum(x), 0) as repeat_purchases, coalesce(sum(orders), 0) as orders, coalesce(sum(case when t_cal = 0 then 1 else 0 end), 0) as new_today,
  coalesce(sum(case when x > 0 and repeat_spend <= 0 then 1 else 0 end), 0) as without_spend,
  cast(coalesce(sum(total_spend), 0) as double precision) as total_spend,
  cast(coalesce(sum(repeat_spend), 0) as double precision) as repeat_spend,
  cast(coalesce(sum(first_amount), 0) as double precision) as first_spend,
  cast(min(first_day) as varchar) as first_day, cast(max(last_day) as varchar) as last_day
from "customers"
