select
  cast(x as double) as x,
  cast(t_x as double) as t_x,
  cast(t_cal as double) as t_cal,
  cast(y as double) as y,
  cast(previous_y as double) as previous_y,
  cast(earlier_recency as double) as earlier_recency,
  cast(cohort as double) as cohort,
  cast(mean_spend as double) as mean_spend,
  cast(repeat_spend as double) as repeat_spend,
  cast(total_spend as double) as total_spend,
  cast(value as double) as value,
  cast(previous_value as double) as previous_value,
  coalesce(s.mean_spend, 10) as expected_spend,
  "attr_channel"
from (
  select *, cast(conv(substr(md5(customer_id), 1, 8), 16, 10) as bigint) as place from "backtest_customers" b
) s
order by x, t_x, t_cal, place, customer_id
