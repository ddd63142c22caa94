select x, t_x, t_cal, count(*) as n, cast(null as bigint) as log_gaps from "customers" group by x, t_x, t_cal order by x, t_x, t_cal
