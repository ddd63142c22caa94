select x, t_x, t_cal, covariate_group, count(*) as n, cast(null as bigint) as log_gaps
from "customers"
group by x, t_x, t_cal, covariate_group
order by x, t_x, t_cal, covariate_group
