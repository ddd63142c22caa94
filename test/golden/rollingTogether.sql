select
  origin,
  day,
  x,
  t_x,
  t_cal,
  cast(sum(n) as bigint) as n,
  cast(sum(z) as decimal(38,4)) as z,
  cast(sum(zz) as decimal(38,4)) as zz,
  cast(sum(log_gaps) as bigint) as log_gaps
from (select * from "rolling_origins") p
group by origin, day, x, t_x, t_cal
