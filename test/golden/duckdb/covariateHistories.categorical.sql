select x, t_x, t_cal, "attr_channel", count(*) as n from (
  select x, t_x, t_cal, "attr_channel" as "attr_channel" from "customers"
) c group by x, t_x, t_cal, "attr_channel" order by x, t_x, t_cal, "attr_channel" nulls first
