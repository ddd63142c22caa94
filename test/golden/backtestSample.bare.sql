select
  cast(x as double precision) as x,
  cast(t_x as double precision) as t_x,
  cast(t_cal as double precision) as t_cal,
  cast(y as double precision) as y,
  cast(previous_y as double precision) as previous_y,
  cast(earlier_recency as double precision) as earlier_recency,
  cast(cohort as double precision) as cohort,
  "attr_channel"
from (
  select *, cast('0x' || substr(md5(customer_id), 1, 8) as bigint) as place
  from "bare_backtest_customers" b
  where cast('0x' || substr(md5(customer_id), 1, 8) as bigint) < 1021976009
  order by place, customer_id
  limit 1000
) s
order by x, t_x, t_cal, place, customer_id
