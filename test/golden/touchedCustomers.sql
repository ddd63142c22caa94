select distinct customer_id
from (
  select customer_id
  from "transactions"
  where day > date '2024-03-01'
  union all
  select customer_id
  from "staged_1"
  where reason is null
  union all
  select customer_id
  from "staged_0" s
  where reason is null
    and exists (
      select 1 from (select order_key from "staged_1" where reason is null) o where o.order_key = s.order_key
    )
) t
