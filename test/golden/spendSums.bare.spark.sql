select x, t_x, t_cal, count(*) as n, cast(0 as double) as z, cast(0 as double) as zz
from "bare_customers"
group by x, t_x, t_cal
order by x, t_x, t_cal
