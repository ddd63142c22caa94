select * from (
  select customer_id, x, t_x, t_cal, "attr_channel" from "customers"
) c order by x, t_x, t_cal, "attr_channel" nulls first, customer_id
