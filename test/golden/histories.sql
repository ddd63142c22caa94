select x, t_x, t_cal, 0 as covariate_group, count(*) as n, cast(null as bigint) as log_gaps
from "customers"
group by x, t_x, t_cal
order by x, t_x, t_cal
