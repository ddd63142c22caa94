select x, t_x, t_cal, n, z, zz, log_gaps
from "rolling_origins" r
where day is null and origin = 1
order by x, t_x, t_cal
