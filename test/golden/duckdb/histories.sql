select x, t_x, t_cal, count(*) as n from "customers" group by x, t_x, t_cal order by x, t_x, t_cal
