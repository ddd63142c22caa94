select customer_id, day, amount, is_refund, "attr_channel", cast(null as varchar) as reason
from (
  select customer_id, day, amount, is_refund, "attr_channel"
  from "staged_0"
  where reason is null
  union all
  select customer_id, day, amount, is_refund, "attr_channel"
  from "staged_1"
  where reason is null
) a
where day <= date '2024-12-31'
order by customer_id, day, amount, is_refund, "attr_channel"
