select
  "attr_channel" as segment,
  x,
  t_x,
  t_cal,
  covariate_group,
  count(*) as n,
  cast(0 as double) as z,
  cast(0 as double) as zz
from "bare_customers"
group by "attr_channel", x, t_x, t_cal, covariate_group
order by "attr_channel" nulls last, x, t_x, t_cal, covariate_group
