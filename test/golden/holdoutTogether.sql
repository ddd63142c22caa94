select x, t_x, t_cal, y, cast(sum(n) as bigint) as n, cast(sum(log_gaps) as bigint) as log_gaps
from (select * from "holdout_parts") h
group by x, t_x, t_cal, y
