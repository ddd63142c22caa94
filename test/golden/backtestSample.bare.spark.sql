select
  cast(x as double) as x,
  cast(t_x as double) as t_x,
  cast(t_cal as double) as t_cal,
  cast(y as double) as y,
  cast(previous_y as double) as previous_y,
  cast(earlier_recency as double) as earlier_recency,
  cast(cohort as double) as cohort,
  "attr_channel"
from (
  select *, cast(conv(substr(md5(customer_id), 1, 8), 16, 10) as bigint) as place
  from "bare_backtest_customers" b
  where cast(conv(substr(md5(customer_id), 1, 8), 16, 10) as bigint) < 1021976009
  order by place, customer_id
  limit 1000
) s
order by x, t_x, t_cal, place, customer_id
