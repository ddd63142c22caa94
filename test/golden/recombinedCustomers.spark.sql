select "customer_id", "first_day", "x", datediff(date '2024-12-31', first_day) as t_cal, "attr_channel"
from "customers" e
where not exists (
  select 1
  from (select customer_id from "transactions" t where is_refund) k
  where k.customer_id = e.customer_id
)
union all
select "customer_id", "first_day", "x", "t_cal", "attr_channel"
from (select customer_id, first_day, x, t_cal, attr_channel from "customers" c where x > 1) a
