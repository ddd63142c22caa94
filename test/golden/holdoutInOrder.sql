select x, t_x, t_cal, y, n, log_gaps
from "holdout_parts"
order by x, t_x, t_cal, y
