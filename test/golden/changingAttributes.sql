select count(low_0) as customers_0, count(case when low_0 <> high_0 then 1 end) as changing_0
from (
  select customer_id, min("attr_channel") as low_0, max("attr_channel") as high_0
  from "transactions" t
  where not is_refund
  group by customer_id
) c
